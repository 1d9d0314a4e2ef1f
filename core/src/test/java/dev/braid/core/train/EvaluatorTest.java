package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SampleValues;
import dev.braid.api.model.Evaluation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is taken from the evaluation of a task at the end. */
class EvaluatorTest {

  private static class Plain implements Evaluation {
    @Override
    public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {}

    @Override
    public Map<String, Double> result() {
      return Map.of("mae", 0.5);
    }
  }

  private static final class Valued extends Plain implements SampleValues {
    @Override
    public double[] values() {
      return new double[] {0.25, 0.75};
    }
  }

  @Test
  void aTaskMayGiveEachSampleAValue() {
    assertThat(Evaluator.values(new Valued(), 2)).containsExactly(0.25, 0.75);
    assertThat(Evaluator.values(new Plain(), 2)).isEmpty();
  }

  @Test
  void valuesOfSomeSamplesOnlyAreADefectOfTheTask() {
    assertThatThrownBy(() -> Evaluator.values(new Valued(), 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("EvaluatorTest$Valued has 2 values for 3 samples");
  }
}
