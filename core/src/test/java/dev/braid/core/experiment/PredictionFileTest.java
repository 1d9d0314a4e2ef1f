package dev.braid.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.FakeParts;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFileTest {

  private static final String SPEC =
      """
      data: shapes
      inputs: {question: {modality: text, encoder: lstm}}
      fusion: concat
      task: qa
      """;

  @TempDir Path folder;

  private List<String> lines(List<Double> values) throws Exception {
    CheckedSpec spec =
        SpecChecker.check(
            SpecReader.parse(SPEC, "m.yaml"), PartCatalog.of(List.of(new FakeParts())));
    Path path = folder.resolve("predictions.jsonl");
    try (PredictionFile file = new PredictionFile(path, spec, sample -> null, sample -> null)) {
      for (String id : List.of("a", "b")) {
        Sample sample = new Sample(id, Map.of("question", "{\"why\"}"));
        file.accept(List.of(sample), List.of(List.of(new Task.Prediction("so", 0.5))));
      }
      file.finish(values);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
    return Files.readAllLines(path);
  }

  private static String line(String id, String more) {
    return "{\"id\":\"%s\",\"question\":\"{\\\"why\\\"}\",\"predictions\":[{\"label\":\"so\",\"probability\":0.5}]%s}"
        .formatted(id, more);
  }

  @Test
  void aLineHasTheValueOfItsSample() throws Exception {
    assertThat(lines(List.of(0.25, 1e-7)))
        .containsExactly(line("a", ",\"value\":0.25"), line("b", ",\"value\":1.0E-7"));
  }

  /** JSON has no such numbers. */
  @Test
  void withoutValuesOrWithOneThatIsNoNumberLinesHaveNone() throws Exception {
    List<String> plain = List.of(line("a", ""), line("b", ""));
    assertThat(lines(List.of())).isEqualTo(plain);
    assertThat(lines(List.of(0.25, Double.NaN))).isEqualTo(plain);
  }
}
