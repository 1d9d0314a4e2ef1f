package dev.braid.core.reference;

import ai.djl.nn.Parameter;
import dev.braid.api.FusionFactory;
import dev.braid.api.Reference;
import dev.braid.api.model.Form;
import dev.braid.core.spec.Problem;
import dev.braid.core.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of one fusion operator. */
final class FusionPage {

  /** The widths whose parameters a page counts; the first is that of its spec. */
  private static final List<Integer> WIDTHS = List.of(128, 256, 512);

  private static final int TYPICAL = 256;

  private final FusionFactory<?> factory;
  private final Reference reference;
  private final @Nullable Example<?> example;
  private final String trouble;

  FusionPage(FusionFactory<?> factory) {
    this.factory = factory;
    reference = factory.reference();
    Example<?> found = null;
    String reason = "";
    try {
      found = Example.of(factory, WIDTHS.get(0));
    } catch (SpecException e) {
      reason = reason(e);
    }
    example = found;
    trouble = reason;
  }

  private static String reason(SpecException e) {
    return e.problems().stream()
        .map(problem -> prefix(problem) + problem.message())
        .collect(Collectors.joining("; "));
  }

  private static String prefix(Problem problem) {
    return problem.path().isEmpty() ? "" : problem.path() + ": ";
  }

  /** The page. */
  String text() {
    Markdown page = new Markdown();
    page.heading(1, factory.type());
    page.paragraph(Markdown.sentence(factory.description()));
    page.paragraph(reference.paper().isEmpty() ? "" : "Source: " + reference.paper() + ".");
    page.paragraph(reference.advice());
    if (!reference.formula().isEmpty()) {
      page.heading(2, "Formula").code("text", reference.formula());
    }
    if (!reference.flow().isEmpty()) {
      page.paragraph("![How data flows](%s.svg)".formatted(factory.type()));
    }
    page.heading(2, "Options").options(factory.options());
    if (example == null) {
      page.paragraph("Without an example: " + trouble + ".");
    } else {
      built(page, example);
    }
    if (!reference.missing().isEmpty()) {
      page.heading(2, "Missing inputs").paragraph(reference.missing());
    }
    return page.toString();
  }

  private void built(Markdown page, Example<?> built) {
    page.heading(2, "Spec").code("yaml", spec(WIDTHS.get(0)));
    page.heading(2, "Shapes").table(shapes(built));
    page.heading(2, "Parameters")
        .paragraph(
            "Of the spec above, where both inputs are %d wide; `<m>` is an input, `<i>` a number."
                .formatted(WIDTHS.get(0)));
    Map<String, Parameter> parameters = built.block().named();
    if (parameters.isEmpty()) {
      page.paragraph("None.");
    } else {
      page.table(parameters(parameters));
    }
    page.heading(2, "Cost").table(counts());
    if (!reference.costs().isEmpty()) {
      page.paragraph(
          "With the switches of the spec above, for any widths, lengths and numbers."
              + " Multiply-accumulates are those of linear layers and matrix products, for one"
              + " sample. [Symbols](../README.md#symbols)");
      page.table(costs());
    }
  }

  /** A complete spec, on generated data. */
  private String spec(int width) {
    String options = Example.options(factory, width);
    return """
        name: try-%1$s
        data: {type: shapes}
        inputs:
          question: {modality: text, encoder: {type: lstm, width: %2$d}}
          picture: {modality: image, encoder: {type: cnn, width: %2$d}}
        fusion: %3$s
        task: {type: qa, target: answer}
        """
        .formatted(
            factory.type(),
            width,
            options.isEmpty()
                ? factory.type()
                : "{type: %s, %s}".formatted(factory.type(), options));
  }

  private List<List<String>> shapes(Example<?> built) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "shape"));
    boolean tokens = wantsTokens();
    rows.add(
        List.of(
            "in, of each input `m`",
            tokens
                ? Markdown.shape("B", "T_m", "d_m") + " and its mask " + Markdown.shape("B", "T_m")
                : Markdown.shape("B", "d_m") + " and its presence " + Markdown.shape("B")));
    String width =
        reference.width().isEmpty() ? Integer.toString(built.output().width()) : reference.width();
    rows.add(
        List.of(
            "out",
            built.output().forms().contains(Form.TOKENS)
                ? Markdown.shape("B", "T", width) + " and its mask " + Markdown.shape("B", "T")
                : Markdown.shape("B", width)));
    return rows;
  }

  private static List<List<String>> parameters(Map<String, Parameter> parameters) {
    Map<List<String>, Integer> groups = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) ->
            groups.merge(
                List.of(
                    Markdown.mono(pattern(name)),
                    Markdown.shape(
                        Arrays.stream(parameter.getShape().getShape())
                            .mapToObj(Long::toString)
                            .toArray(String[]::new)),
                    parameter.requiresGradient() ? "yes" : "no"),
                1,
                Integer::sum));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", "shape", "trained", "how many"));
    groups.forEach(
        (group, count) -> {
          List<String> row = new ArrayList<>(group);
          row.add(Integer.toString(count));
          rows.add(row);
        });
    return rows;
  }

  private static String pattern(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .map(part -> Example.INPUTS.contains(part) ? "<m>" : part.matches("[0-9]+") ? "<i>" : part)
        .collect(Collectors.joining("."));
  }

  private List<List<String>> costs() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "parameters", "multiply-accumulates"));
    for (Reference.Cost cost : reference.costs()) {
      rows.add(List.of(cost.piece(), formula(cost.parameters()), formula(cost.macs())));
    }
    return rows;
  }

  private static String formula(String text) {
    return text.isEmpty() ? "none" : Markdown.mono(text);
  }

  private List<List<String>> counts() {
    List<String> head = new ArrayList<>(List.of("width of both inputs, `W`"));
    List<String> row = new ArrayList<>();
    String options = reference.example();
    row.add("parameters" + (options.isEmpty() ? "" : " with " + Markdown.mono(options)));
    for (int width : WIDTHS) {
      head.add(Integer.toString(width));
      row.add(count(width));
    }
    return List.of(head, row);
  }

  private String count(int width) {
    try {
      return Markdown.number(Example.of(factory, width).block().parameterCount());
    } catch (SpecException e) {
      return "refused: " + Markdown.cell(reason(e));
    }
  }

  private boolean wantsTokens() {
    return example != null && wants(example) == Form.TOKENS;
  }

  private static <O extends Record> Form wants(Example<O> example) {
    return example.factory().wants(example.options());
  }

  /** Its row in the index. */
  List<String> row() {
    return List.of(
        "[%1$s](fusion/%1$s.md)".formatted(factory.type()),
        example == null ? "" : wantsTokens() ? "tokens" : "vectors",
        Markdown.cell(reference.brief().isEmpty() ? factory.description() : reference.brief()),
        example == null ? "" : count(TYPICAL));
  }

  /** Its picture, or null. */
  @Nullable String picture() {
    return reference.flow().isEmpty()
        ? null
        : new FlowPicture(Flow.of(reference.flow())).svg("How data flows in " + factory.type());
  }
}
