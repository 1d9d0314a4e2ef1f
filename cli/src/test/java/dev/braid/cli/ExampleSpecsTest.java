package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.Composition;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleSpecsTest {

  private static CheckedSpec check(String name) throws Exception {
    PartCatalog catalog = PartCatalog.discover(ExampleSpecsTest.class.getClassLoader());
    return SpecChecker.check(SpecReader.read(Path.of("../examples/vqa").resolve(name)), catalog);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shapes.yaml",
        "easy-vqa.yaml",
        "classic.yaml",
        "../missing/spec.yaml",
        "../balance/spec.yaml",
        "../retrieval/shapes.yaml"
      })
  void everyExampleIsWithoutProblems(String name) throws Exception {
    assertThat(check(name).inputs()).hasSize(2);
  }

  @Test
  void theClassicModelHasExactlyItsParameters() throws Exception {
    Composition composition = new Composition(check("classic.yaml"));
    for (Reader reader : composition.readers().values()) {
      reader.fit(List.of("is it red? yes"));
    }
    composition
        .task()
        .fit(
            List.of(
                new Sample("1", Map.of("truth", true)), new Sample("2", Map.of("truth", false))));
    assertThat(composition.model().parameterCount()).isEqualTo(12_983_617);
  }
}
