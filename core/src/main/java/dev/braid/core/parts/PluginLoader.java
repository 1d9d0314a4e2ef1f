package dev.braid.core.parts;

import dev.braid.api.BraidPlugin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads plugins one by one, by the registration files of {@link java.util.ServiceLoader}. That
 * class itself says which provider failed only in the text of an error, and not from which jar, so
 * the registrations are read here and each provider is loaded by itself.
 */
final class PluginLoader {

  private static final String FILE = "META-INF/services/" + BraidPlugin.class.getName();

  private PluginLoader() {}

  static List<BraidPlugin> load(ClassLoader loader, List<LoadFailure> failures) {
    List<BraidPlugin> plugins = new ArrayList<>();
    Map<String, String> seen = new LinkedHashMap<>();
    List<URL> registrations;
    try {
      registrations = Collections.list(loader.getResources(FILE));
    } catch (IOException e) {
      failures.add(new LoadFailure(FILE, loader.toString(), e.toString()));
      return plugins;
    }
    for (URL registration : registrations) {
      for (String name : names(registration, failures)) {
        String place = jar(registration);
        String first = seen.putIfAbsent(name, place);
        if (first == null) {
          create(loader, name, registration, plugins, failures);
        } else if (!first.equals(place)) {
          // Two versions of one plugin: the class loader silently takes the first.
          failures.add(
              new LoadFailure(name, place, "the same class is already loaded from " + first));
        }
      }
    }
    return plugins;
  }

  private static void create(
      ClassLoader loader,
      String name,
      URL registration,
      List<BraidPlugin> plugins,
      List<LoadFailure> failures) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      plugins.add(type.asSubclass(BraidPlugin.class).getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      failures.add(
          new LoadFailure(name, jar(registration), "there is no such class; check " + FILE));
    } catch (ClassCastException e) {
      failures.add(new LoadFailure(name, jar(registration), "it does not implement BraidPlugin"));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      failures.add(
          new LoadFailure(
              name,
              jar(registration),
              "it needs to be public with a public constructor without arguments"));
    } catch (ReflectiveOperationException | LinkageError e) {
      failures.add(new LoadFailure(name, jar(registration), reason(e)));
    }
  }

  /** What an error of loading comes down to, in one line. */
  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null
        && (cause instanceof ReflectiveOperationException || cause instanceof LinkageError)) {
      cause = cause.getCause();
    }
    if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      return "it needs the class %s, which is not on the class path"
          .formatted(String.valueOf(cause.getMessage()).replace('/', '.'));
    }
    if (cause instanceof InstantiationException) {
      return "it is abstract";
    }
    return cause.toString().lines().findFirst().orElse("");
  }

  private static List<String> names(URL registration, List<LoadFailure> failures) {
    try {
      URLConnection connection = registration.openConnection();
      connection.setUseCaches(false); // or a replaced plugin jar is read from the old one
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        return in.lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
      }
    } catch (IOException | UncheckedIOException e) {
      failures.add(new LoadFailure(FILE, jar(registration), e.toString()));
      return List.of();
    }
  }

  static LoadFailure failure(Class<?> type, String message) {
    return new LoadFailure(type.getName(), location(type), message);
  }

  /** The jar or folder that a class was loaded from. */
  static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "unknown place";
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | RuntimeException e) {
      return source.getLocation().toString();
    }
  }

  private static String jar(URL registration) {
    String text = registration.toString();
    int end = text.indexOf("!/");
    text = end < 0 ? text.replace("/" + FILE, "") : text.substring(0, end);
    text = text.replaceFirst("^jar:", "");
    try {
      return Path.of(URI.create(text)).toString(); // as location() has it: spaces as spaces
    } catch (RuntimeException e) {
      return text;
    }
  }
}
