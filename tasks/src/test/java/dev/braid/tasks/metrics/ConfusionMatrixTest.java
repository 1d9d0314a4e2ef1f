package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  /** Truth 0 0 0 1 1 2, predicted 0 0 1 1 2 2: worked out by hand. */
  private static ConfusionMatrix example() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    int[] truth = {0, 0, 0, 1, 1, 2};
    int[] predicted = {0, 0, 1, 1, 2, 2};
    for (int i = 0; i < truth.length; i++) {
      matrix.add(truth[i], predicted[i]);
    }
    return matrix;
  }

  @Test
  void measuresEqualThoseWorkedOutByHand() {
    ConfusionMatrix matrix = example();
    assertThat(matrix.accuracy()).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(matrix.precision(0)).isEqualTo(1);
    assertThat(matrix.recall(0)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(matrix.f1(0)).isCloseTo(0.8, within(1e-12));
    assertThat(matrix.averages().get("f1_macro"))
        .isCloseTo((0.8 + 0.5 + 2 / 3.0) / 3, within(1e-12));
    assertThat(matrix.averages().get("f1_micro")).isCloseTo(4 / 6.0, within(1e-12));
  }

  @Test
  void aClassWithoutSamplesOrPredictionsCountsAsZero() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 0);
    assertThat(matrix.f1(1)).isZero();
    assertThat(matrix.averages().get("recall_macro")).isEqualTo(0.5);
  }

  @Test
  void anAnswerThatCannotBePredictedCountsAsWrong() {
    ConfusionMatrix matrix = example();
    matrix.add(-1, 0);
    assertThat(matrix.accuracy()).isCloseTo(4 / 7.0, within(1e-12));
    assertThat(matrix.precision(0)).isCloseTo(2 / 3.0, within(1e-12));
  }
}
