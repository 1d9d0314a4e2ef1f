package dev.braid.core.report;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;

/**
 * Fills the templates beside this class. Those that end in {@code .ftlh} are HTML, in which every
 * value is escaped; only charts are put in as they are.
 */
public final class Pages {

  private static final Configuration TEMPLATES = configuration();

  private Pages() {}

  private static Configuration configuration() {
    Configuration templates = new Configuration(Configuration.VERSION_2_3_35);
    templates.setClassForTemplateLoading(Pages.class, "/dev/braid/core/report");
    templates.setDefaultEncoding("UTF-8");
    templates.setLocale(Locale.ROOT);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setWrapUncheckedExceptions(true);
    templates.setFallbackOnNullLoopVariable(false);
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    return templates;
  }

  /** The text of a template with values; a value that it lacks is a defect of the template. */
  public static String fill(String template, Map<String, ?> values) throws IOException {
    StringWriter out = new StringWriter();
    try {
      TEMPLATES.getTemplate(template).process(values, out);
    } catch (TemplateException e) {
      throw new IllegalStateException(template + ": " + e.getMessage(), e);
    }
    return out.toString();
  }
}
