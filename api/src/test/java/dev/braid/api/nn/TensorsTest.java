package dev.braid.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch in which nothing is masked takes a shorter way, which must come to the same. */
class TensorsTest {

  private static final int SAMPLES = 3;
  private static final int TOKENS = 5;
  private static final int WIDTH = 4;
  private static final Offset<Float> CLOSE = within(1e-6f);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 24, 29})
  void aSingleFalseValueIsSeenWhereverItIs(int size) {
    boolean[] values = new boolean[size];
    Arrays.fill(values, true);
    assertThat(Tensors.allTrue(manager.create(values))).isTrue();
    for (int i = 0; i < size; i++) {
      values[i] = false;
      assertThat(Tensors.allTrue(manager.create(values))).as("false at %d", i).isFalse();
      values[i] = true;
    }
  }

  @Test
  void valuesThatDoNotLieInOrderAreSeenAsWell() {
    NDArray column = manager.create(new boolean[] {true, false, true}).expandDims(1);

    assertThat(Tensors.allTrue(column.broadcast(new Shape(3, 4)))).isFalse();
    assertThat(Tensors.allTrue(column.get(new NDIndex("0:1")).broadcast(new Shape(1, 4)))).isTrue();
    assertThat(Tensors.allTrue(column.broadcast(new Shape(3, 4)).get(":, 1"))).isFalse();
  }

  @Test
  void anEmptyMaskHasNothingThatIsReal() {
    assertThat(Tensors.allTrue(manager.create(new Shape(0), DataType.BOOLEAN))).isFalse();
  }

  private record Case(String name, BinaryOperator<NDArray> operation) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Functions of {@code [B, T, D]} and a mask {@code [B, T]} whose samples stay apart. */
  static Stream<Case> operations() {
    return Stream.of(
        new Case("cover", Tensors::cover),
        new Case("mean", Tensors::maskedMean),
        new Case("or", (x, mask) -> Tensors.or(Tensors.anyReal(mask), x, 3)),
        new Case("any", (x, mask) -> x.mul(Tensors.anyReal(mask).reshape(-1, 1, 1))),
        new Case(
            "softmax", (x, mask) -> Tensors.maskedSoftmax(x.swapAxes(1, 2), mask.expandDims(1))));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aMaskedSampleBesideDoesNotChangeTheOthers(Case which) {
    NDArray x = manager.randomNormal(new Shape(SAMPLES + 1, TOKENS, WIDTH));
    boolean[] reals = new boolean[(SAMPLES + 1) * TOKENS];
    Arrays.fill(reals, 0, SAMPLES * TOKENS, true);
    NDArray mask = manager.create(reals, new Shape(SAMPLES + 1, TOKENS));
    NDArray some = x.get(new NDIndex("0:{}", SAMPLES)).duplicate();
    NDArray real = mask.get(new NDIndex("0:{}", SAMPLES));
    assertThat(Tensors.allTrue(real)).isTrue();

    float[][] beside = pass(which, x, mask);
    float[][] alone = pass(which, some, real);

    for (int i = 0; i < alone.length; i++) {
      float[] same = Arrays.copyOf(beside[i], alone[i].length);
      assertThat(alone[i]).as(i == 0 ? "result" : "gradient").containsExactly(same, CLOSE);
    }
  }

  @Test
  void aVectorOfZerosBesideDoesNotChangeTheNorms() {
    NDArray x = manager.randomNormal(new Shape(SAMPLES + 1, 1, WIDTH));
    x.set(new NDIndex(SAMPLES), 0);
    NDArray some = x.get(new NDIndex("0:{}", SAMPLES)).duplicate();
    Case norm = new Case("norm", (v, mask) -> Tensors.norm(v, 2));
    Case normalize = new Case("normalize", (v, mask) -> Tensors.normalize(v, 2));

    for (Case which : new Case[] {norm, normalize}) {
      float[][] beside = pass(which, x, x);
      float[][] alone = pass(which, some, some);
      for (int i = 0; i < alone.length; i++) {
        float[] same = Arrays.copyOf(beside[i], alone[i].length);
        assertThat(alone[i]).as(which.name()).containsExactly(same, CLOSE);
      }
    }
  }

  /** The result and the gradient of its squares' sum, sample by sample. */
  private float[][] pass(Case which, NDArray x, NDArray mask) {
    x.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray y = which.operation().apply(x, mask);
      collector.backward(y.mul(y).sum());
      return new float[][] {y.toFloatArray(), x.getGradient().toFloatArray()};
    }
  }
}
