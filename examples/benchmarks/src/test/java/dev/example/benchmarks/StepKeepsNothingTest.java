package dev.example.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a step makes belongs to a manager of its own, and so is freed with it. */
class StepKeepsNothingTest {

  private static final int STEPS = 30;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fusion=cross-attention",
        "fusion=concat",
        "fusion=sum",
        "inputs.question.encoder=gru",
        "inputs.question.encoder=transformer",
        "inputs.picture.encoder={type: resnet, width: 32}",
        "training.optimizer=sgd"
      })
  void theModelsManagerHoldsAsManyArraysAfterEveryStep(String change) throws Exception {
    List<Integer> held = new ArrayList<>();
    List<String> overrides = List.of(change, "data.pictures=40");
    try (Rig rig = Rig.open(Path.of("small.yaml"), STEPS, overrides, folder)) {
      rig.train(
          new TrainingListener() {
            @Override
            public void step(int epoch, int step, long update, int samples, double loss) {
              held.add(rig.manager().getManagedArrays().size());
            }
          });
      assertThat(held).hasSize(STEPS).containsOnly(held.get(0));
      assertThat(held.get(0)).isGreaterThanOrEqualTo(rig.model().named().size());
    }
  }
}
