package dev.braid.cli;

import dev.braid.core.parts.PartCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the parts on the class path and in the jars given with {@code --plugins}. */
final class Catalogs {

  private Catalogs() {}

  /** The catalog; what could not be loaded is said on the error stream, the rest works. */
  static PartCatalog find(List<Path> plugins, PrintWriter err)
      throws IOException, Failures.UsageException {
    ClassLoader loader = Catalogs.class.getClassLoader();
    if (!plugins.isEmpty()) {
      loader = new URLClassLoader(urls(plugins), loader);
    }
    PartCatalog catalog = PartCatalog.discover(loader);
    catalog.failures().forEach(failure -> err.println("warning: " + failure));
    err.flush();
    return catalog;
  }

  private static URL[] urls(List<Path> plugins) throws IOException, Failures.UsageException {
    List<URL> urls = new ArrayList<>();
    for (Path plugin : plugins) {
      if (!Files.exists(plugin)) {
        throw new Failures.UsageException("--plugins: there is no file or folder " + plugin);
      }
      urls.add(plugin.toUri().toURL());
      if (Files.isDirectory(plugin)) {
        try (Stream<Path> list = Files.list(plugin)) {
          for (Path jar : list.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
            urls.add(jar.toUri().toURL());
          }
        }
      }
    }
    return urls.toArray(URL[]::new);
  }
}
