package dev.braid.core.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.core.check.FakeParts;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartCatalogTest {

  /** A plugin whose class cannot be initialised. */
  public static final class Broken implements BraidPlugin {
    static final int X = Integer.parseInt("not a number");
  }

  @TempDir Path folder;

  @Test
  void aPluginThatFailsIsNamedWithItsPlaceAndTheOthersWork() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(BraidPlugin.class.getName()),
        "dev.example.Missing\n" + Broken.class.getName() + "\n");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      PartCatalog catalog = PartCatalog.discover(loader);
      assertThat(catalog.failures().toString())
          .contains(
              "plugin dev.example.Missing ("
                  + folder
                  + ") was not loaded: there is no such class; check META-INF/services/dev.braid.api.BraidPlugin")
          .contains(
              "plugin "
                  + Broken.class.getName()
                  + " ("
                  + folder
                  + ") was not loaded: java.lang.NumberFormatException: For input string: \"not a number\"");
      assertThat(catalog.failures()).hasSize(2);
      assertThat(catalog.names(PartKind.SOURCE)).contains("shapes", "table");
    }
  }

  @Test
  void twoPartsWithOneNameAreBothNamed() {
    PartCatalog catalog = PartCatalog.of(List.of(new FakeParts(), new FakeParts()));
    String place = PluginLoader.location(FakeParts.class);
    assertThat(catalog.conflicts())
        .contains(
            "two parts are named task 'qa': dev.braid.core.check.FakeParts$FakeTask (%s) and dev.braid.core.check.FakeParts$FakeTask (%s); remove one of the jars or rename the part"
                .formatted(place, place));
  }
}
