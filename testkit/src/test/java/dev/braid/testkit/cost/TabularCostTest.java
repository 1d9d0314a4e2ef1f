package dev.braid.testkit.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.StepCost;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the vector encoder and of the tasks' heads and losses has a known cost. */
class TabularCostTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: classification, target: label}",
        "{type: classification, target: label, multi_label: true, label_smoothing: 0.1}",
        "{type: regression, targets: [grade], loss: mse}",
        "{type: regression, targets: [grade, c], loss: huber}",
        "{type: regression, targets: [grade], loss: mae, hidden: [], dropout: 0}",
        "{type: regression, targets: [grade], ordinal: true, dropout: 0.1}"
      })
  void aStepOfVectorsIsCounted(String task) throws Exception {
    Files.writeString(
        folder.resolve("t.csv"),
        "a,b,c,label,grade\n1,2,0,x,1\n3,,2,y,2\n,7,1,\"x,y\",3\n5,1,3,y,1\n4,2,0,x,2\n");
    String spec =
        """
        name: tabular
        data: {type: table, train: t.csv}
        inputs:
          ab:
            modality: vector
            column: [a, b]
            reader: {presence: true}
            encoder: {type: vector, width: 8, hidden: [6], dropout: 0.1, norm: true, tokens: each}
          a: {modality: vector, encoder: {type: vector, width: 8}}
        fusion: {type: %s}
        task: %s
        training: {validation: 0.2}
        """;
    for (String fusion : List.of("concat", "merged-attention, width: 8, heads: 2")) {
      StepCost cost =
          StepCost.of(
              SpecChecker.check(
                  SpecReader.parse(spec.formatted(fusion, task), "t.yaml"),
                  PartCatalog.discover(getClass().getClassLoader())),
              folder,
              folder,
              4);
      assertThat(cost.parts())
          .allSatisfy(part -> assertThat(part.unknown()).as(part.name()).isNull());
      assertThat(cost.total().macs()).isPositive();
    }
  }
}
