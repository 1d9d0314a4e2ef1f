package dev.braid.cli;

import dev.braid.api.BraidPlugin;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Finds the parts on the class path and in the jars given with {@code --plugins}. */
final class Catalogs {

  private static final String REGISTRATION = "META-INF/services/" + BraidPlugin.class.getName();

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
      if (!Files.isDirectory(plugin)) {
        refuseOther(plugin);
      }
      urls.add(plugin.toUri().toURL());
      if (Files.isDirectory(plugin)) {
        try (Stream<Path> list = Files.list(plugin)) {
          for (Path jar : list.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
            refuseOther(jar);
            urls.add(jar.toUri().toURL());
          }
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** A class loader passes over what is no jar without a word. */
  private static void refuseOther(Path file) throws Failures.UsageException {
    try (ZipFile jar = new ZipFile(file.toFile())) {
      if (jar.getEntry(REGISTRATION) == null) {
        throw new Failures.UsageException(
            "--plugins: %s registers no plugin; its file %s would name one"
                .formatted(file, REGISTRATION));
      }
    } catch (IOException e) {
      throw new Failures.UsageException(
          "--plugins: %s is not a jar: %s".formatted(file, FileFailure.reason(e)));
    }
  }
}
