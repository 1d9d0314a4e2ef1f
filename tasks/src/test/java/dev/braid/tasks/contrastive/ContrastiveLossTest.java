package dev.braid.tasks.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.nn.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Losses of four pairs equal those that loops over their definitions in torch (float64) gave. */
class ContrastiveLossTest {

  private static final int SIZE = 4;
  private static final float MARGIN = 0.2f;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void pairsOfTheirOwn() {
    assertLosses(pairs(true, 1, 2, 3, 4), 2.3578172, 3.4743959, 1.0978672);
  }

  @Test
  void pairsThatBelongTogetherAreNoNegatives() {
    assertLosses(pairs(true, 1, 2, 1, 4), 3.1598030, 5.8121873, 1.0978672);
  }

  @Test
  void aPairThatLacksASideTakesNoPart() {
    assertLosses(pairs(false, 1, 2, 1, 4), 2.6678656, 5.4312256, 0.7520614);
  }

  @Test
  void furtherTargetsAreNegativesUnlessTheyBelong() {
    NDArray belongs = Pairs.same(codes(1, 2, 1, 4), codes(9, 4));
    Pairs more =
        pairs(true, 1, 2, 1, 4).with(vectors(2, 0.9f), belongs, manager.ones(new Shape(2)).gt(0));
    assertLosses(more, 3.9279126, 6.5297109, 1.3959630);
  }

  @Test
  void aPlaceWithoutATargetCountsAsIfItWereNotThere() {
    Pairs more =
        pairs(true, 1, 2, 1, 4)
            .with(
                vectors(2, 0.9f),
                Pairs.same(codes(1, 2, 1, 4), codes(0, 0)),
                manager.zeros(new Shape(2)).gt(0));
    assertLosses(more, 3.1598030, 5.8121873, 1.0978672);
  }

  @Test
  void equalityInOneColumnIsEnough() {
    NDArray codes = manager.create(new long[] {1, 7, 2, 7, 3, 8}, new Shape(3, 2));
    assertThat(Pairs.same(codes, codes).toBooleanArray())
        .containsExactly(true, true, false, true, true, false, false, false, true);
  }

  @Test
  void nothingUsableIsALossOfZeroWithFiniteGradients() {
    NDArray queries = manager.zeros(new Shape(SIZE, 3));
    queries.setRequiresGradient(true);
    for (ContrastiveLoss loss : ContrastiveLoss.values()) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        Pairs none =
            Pairs.of(queries, queries, codes(1, 2, 3, 4), manager.zeros(new Shape(SIZE)).gt(0));
        NDArray value = loss.of(none, scale(5, 0), MARGIN);
        collector.backward(value);
        assertThat(value.getFloat()).as("%s", loss).isZero();
      }
      try (NDArray gradient = queries.getGradient()) {
        assertThat(gradient.toFloatArray()).as("%s", loss).containsOnly(0f);
      }
    }
  }

  @Test
  void theGradientOfTheScaleEqualsTorch() {
    NDArray scale = scale(5, 0);
    scale.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(ContrastiveLoss.INFO_NCE.of(pairs(false, 1, 2, 1, 4), scale, MARGIN));
    }
    try (NDArray gradient = scale.getGradient()) {
      // It is spread over the rows, in which the one parameter stands.
      assertThat(gradient.get(":, 0").sum().getFloat()).isCloseTo(0.4965352f, within(1e-5f));
    }
  }

  @Test
  void hardNegativesAreDrawnAsOftenAsTheSoftmaxSays() {
    NDArray logits = manager.create(new float[] {5, 1, 0, 0, 5, 0, 9, 9, 5}, new Shape(3, 3));
    NDArray allowed =
        manager.create(
            new boolean[] {false, true, true, false, false, false, true, true, false},
            new Shape(3, 3));
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    int[][] counts = new int[3][4];
    for (int i = 0; i < 2000; i++) {
      int[] drawn = HardNegatives.draw(logits, allowed, random);
      for (int row = 0; row < 3; row++) {
        counts[row][drawn[row] + 1]++;
      }
    }
    double likely = 2000 / (1 + Math.exp(-1)); // of e^1 and e^0
    assertThat((double) counts[0][2]).isCloseTo(likely, within(80.0)); // four deviations
    assertThat(counts[0][1] + counts[0][0]).as("never itself, never none").isZero();
    assertThat(counts[1][0]).as("nothing is allowed").isEqualTo(2000);
    assertThat((double) counts[2][1]).isCloseTo(1000.0, within(90.0));
  }

  private void assertLosses(Pairs pairs, double infoNce, double sigmoid, double triplet) {
    assertThat(ContrastiveLoss.INFO_NCE.of(pairs, scale(5, 0), MARGIN).getFloat())
        .isCloseTo((float) infoNce, within(1e-5f));
    assertThat(ContrastiveLoss.SIGMOID.of(pairs, scale(5, -2), MARGIN).getFloat())
        .isCloseTo((float) sigmoid, within(1e-5f));
    assertThat(ContrastiveLoss.TRIPLET.of(pairs, scale(1, 0), MARGIN).getFloat())
        .isCloseTo((float) triplet, within(1e-5f));
  }

  /** Four pairs with these codes; the second may lack a side. */
  private Pairs pairs(boolean second, long... codes) {
    NDArray usable = manager.create(new boolean[] {true, second, true, true});
    return Pairs.of(vectors(SIZE, 1.7f), vectors(SIZE, 2.3f), codes(codes), usable);
  }

  private NDArray codes(long... values) {
    return manager.create(values, new Shape(values.length, 1));
  }

  private NDArray vectors(int rows, float step) {
    NDArray values = manager.arange(0f, rows * 3f).mul(manager.create(step)).sin();
    return Tensors.normalize(values.reshape(rows, 3), 1);
  }

  private NDArray scale(float factor, float bias) {
    return manager
        .create(new float[] {factor, bias})
        .expandDims(0)
        .broadcast(new Shape(SIZE, 2))
        .duplicate();
  }
}
