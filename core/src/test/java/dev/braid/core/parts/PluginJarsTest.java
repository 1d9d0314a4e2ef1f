package dev.braid.core.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.core.parts.strangers.AbstractPlugin;
import dev.braid.core.parts.strangers.ExplodingPlugin;
import dev.braid.core.parts.strangers.FirstTwin;
import dev.braid.core.parts.strangers.LeaningPlugin;
import dev.braid.core.parts.strangers.MissingLibrary;
import dev.braid.core.parts.strangers.SecondTwin;
import dev.braid.core.parts.strangers.TwinSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery over real jars: the strangers' classes are seen only where a test put them. */
class PluginJarsTest {

  private static final String SERVICES = "META-INF/services/" + BraidPlugin.class.getName();

  @TempDir Path folder;

  private final List<URLClassLoader> loaders = new ArrayList<>();

  /** Sees everything but the strangers and any registration of plugins. */
  private static final class Blind extends ClassLoader {
    Blind() {
      super(PluginJarsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.braid.core.parts.strangers.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICES) ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }

  @AfterEach
  void closeLoaders() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  private Path jar(String name, String registered, Class<?>... classes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(SERVICES));
      jar.write(registered.getBytes(StandardCharsets.UTF_8));
      for (Class<?> type : classes) {
        String path = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
          in.transferTo(jar);
        }
      }
    }
    return file;
  }

  private PartCatalog discover(Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    URLClassLoader loader = new URLClassLoader(urls, new Blind());
    loaders.add(loader);
    return PartCatalog.discover(loader);
  }

  @Test
  void twoPartsWithOneNameNameBothClassesAndBothJars() throws IOException {
    Path a =
        jar(
            "a.jar",
            FirstTwin.class.getName(),
            FirstTwin.class,
            TwinSource.class,
            TwinSource.None.class);
    Path b = jar("b b.jar", SecondTwin.class.getName(), SecondTwin.class, SecondTwin.Source.class);
    PartCatalog catalog = discover(a, b);
    assertThat(catalog.failures()).isEmpty();
    assertThat(catalog.conflicts())
        .containsExactly(
            "two parts are named source 'twin': dev.braid.core.parts.strangers.TwinSource ("
                + a
                + ") and dev.braid.core.parts.strangers.SecondTwin$Source ("
                + b
                + "); remove one of the jars or rename the part");
  }

  @Test
  void aClassThatIsMissingIsNamedWithItsJarAndTheOthersWork() throws IOException {
    Path broken = jar("broken one.jar", "dev.example.Gone # comment\n\n");
    Path good =
        jar(
            "good.jar",
            FirstTwin.class.getName(),
            FirstTwin.class,
            TwinSource.class,
            TwinSource.None.class);
    PartCatalog catalog = discover(broken, good);
    assertThat(catalog.failures())
        .extracting(LoadFailure::toString)
        .containsExactly(
            "plugin dev.example.Gone ("
                + broken
                + ") was not loaded: there is no such class; check "
                + SERVICES);
    assertThat(catalog.names(PartKind.SOURCE)).containsExactly("twin");
    assertThat(catalog.entries().get(0).location()).isEqualTo(good.toString());
  }

  @Test
  void aStaticInitialiserThatThrowsIsReportedByItsCause() throws IOException {
    Path jar = jar("x.jar", ExplodingPlugin.class.getName(), ExplodingPlugin.class);
    assertThat(discover(jar).failures())
        .containsExactly(
            new LoadFailure(
                ExplodingPlugin.class.getName(),
                jar.toString(),
                "java.lang.IllegalStateException: no licence"));
  }

  @Test
  void aLibraryThatIsMissingIsNamed() throws IOException {
    Path jar = jar("x.jar", LeaningPlugin.class.getName(), LeaningPlugin.class);
    assertThat(discover(jar).failures())
        .containsExactly(
            new LoadFailure(
                LeaningPlugin.class.getName(),
                jar.toString(),
                "its list of sources fails: it needs the class "
                    + MissingLibrary.class.getName()
                    + ", which is not on the class path"));
  }

  @Test
  void aClassThatIsNoPluginIsRefused() throws IOException {
    Path jar =
        jar(
            "x.jar",
            "java.lang.String\n" + AbstractPlugin.class.getName() + "\n",
            AbstractPlugin.class);
    assertThat(discover(jar).failures())
        .extracting(LoadFailure::message)
        .containsExactly("it is abstract", "it does not implement BraidPlugin");
  }

  @Test
  void twoJarsWithOneClassAreNotSilentlyOne() throws IOException {
    Class<?>[] classes = {FirstTwin.class, TwinSource.class, TwinSource.None.class};
    Path old = jar("twin-1.jar", FirstTwin.class.getName(), classes);
    Path young = jar("twin-2.jar", FirstTwin.class.getName(), classes);
    PartCatalog catalog = discover(old, young);
    assertThat(catalog.failures())
        .containsExactly(
            new LoadFailure(
                FirstTwin.class.getName(),
                young.toString(),
                "the same class is already loaded from " + old));
    assertThat(catalog.names(PartKind.SOURCE)).containsExactly("twin");
  }
}
