package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.api.TaskFactory;
import dev.braid.core.CorePlugin;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An input may read several columns, where its reader can. */
class SeveralColumnsTest {

  /** Parts that the core has none of. */
  private static final PartCatalog CATALOG =
      PartCatalog.of(
          List.of(
              new CorePlugin(),
              new BraidPlugin() {
                private final ToyParts toys = new ToyParts();

                @Override
                public List<ReaderFactory<?>> readers() {
                  return toys.readers();
                }

                @Override
                public List<EncoderFactory<?>> encoders() {
                  return toys.encoders();
                }

                @Override
                public List<FusionFactory<?>> fusions() {
                  return toys.fusions();
                }

                @Override
                public List<TaskFactory<?>> tasks() {
                  return toys.tasks();
                }
              }));

  private static CheckedSpec check(String column, String modality, String encoder)
      throws SpecException {
    return SpecChecker.check(
        SpecReader.parse(
            """
            data: {type: table, train: a.csv}
            inputs:
              audio: {modality: %s, column: %s, encoder: %s}
            fusion: concat
            task: {type: qa, target: answer}
            """
                .formatted(modality, column, encoder),
            "m.yaml"),
        CATALOG);
  }

  @Test
  void aListNamesThem() throws SpecException {
    InputPlan plan = check("[pitch, loud]", "vector", "vector").inputs().get("audio");
    assertThat(plan.columns()).containsExactly("pitch", "loud");
    assertThat(plan.column()).isEqualTo("inputs.audio");
    InputPlan one = check("[pitch]", "vector", "vector").inputs().get("audio");
    assertThat(one.column()).isEqualTo("pitch");
    assertThat(SpecWriter.write(check("[pitch, loud]", "vector", "vector").complete()))
        .contains("pitch")
        .contains("loud");
  }

  @Test
  void whatIsNoListOfNamesIsReported() {
    assertProblem("[a, a]", "vector", "vector", "inputs.audio.column: names a column twice");
    assertProblem(
        "[]",
        "vector",
        "vector",
        "inputs.audio.column: wants the name of a column of the data, or a list of names such as"
            + " [a, b]");
    assertProblem("[{a: b}]", "vector", "vector", "wants the name of a column of the data");
    assertProblem(
        "[a, b]",
        "text",
        "lstm",
        "inputs.audio.column: reader 'text' reads one column; readers of several: categories, vector");
  }

  private static void assertProblem(
      String column, String modality, String encoder, String message) {
    assertThatThrownBy(() -> check(column, modality, encoder))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message);
  }
}
