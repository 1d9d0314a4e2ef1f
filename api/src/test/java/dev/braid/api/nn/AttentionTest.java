package dev.braid.api.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.nn.script.FusedAttention;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine's fused attention against the operations that every engine has. */
class AttentionTest {

  private static final int WIDTH = 12;
  private static final Offset<Float> CLOSE = within(1e-5f);

  private final NDManager manager = NDManager.newBaseManager();

  @BeforeEach
  void theFusedPathIsTheOneThatIsTested() {
    assertThat(FusedAttention.problem()).isNull();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void fusedSelfAttentionEqualsPlain() {
    // Repeated, since the engine runs a script differently once it has seen it run.
    for (int i = 0; i < 4; i++) {
      Case self = new Case(i, 4 + i % 2, 6 + i, 6 + i, true, 0);
      assertClose(self.run(true), self.run(false));
    }
  }

  @Test
  void fusedAttentionToAMemoryEqualsPlain() {
    for (int i = 0; i < 4; i++) {
      Case cross = new Case(i, 4, 1 + 3 * i, 7, false, 0);
      assertClose(cross.run(true), cross.run(false));
    }
  }

  @Test
  void fusedCausalAttentionEqualsPlain() {
    Attention attention = attention(0);
    for (int length : new int[] {1, 2, 5, 9, 9}) {
      NDArray x = manager.randomNormal(new Shape(3, length, WIDTH));
      Linear in = new Linear(WIDTH, 3 * WIDTH);
      in.initialize(manager, 7);
      NDArray qkv = in.apply(x);
      assertThat(FusedAttention.causal(qkv, 3, 0).toFloatArray())
          .containsExactly(attention.plainCausal(qkv, 0).toFloatArray(), CLOSE);
    }
  }

  @Test
  void whatStandsBehindATokenDoesNotReachIt() {
    Attention attention = attention(0);
    NDArray x = manager.randomNormal(new Shape(2, 6, WIDTH));
    NDArray start = x.get(":, :4");
    NDArray other = start.concat(manager.randomNormal(new Shape(2, 2, WIDTH)), 1);
    float[] expected = attention.causal(x, false).get(":, :4").toFloatArray();
    assertThat(attention.causal(other, false).get(":, :4").toFloatArray())
        .containsExactly(expected, CLOSE);
    assertThat(attention.causal(start, false).toFloatArray()).containsExactly(expected, CLOSE);
    assertThat(attention.causal(other, false).get(":, 4:").toFloatArray())
        .isNotEqualTo(attention.causal(x, false).get(":, 4:").toFloatArray());
  }

  @Test
  void keysAndValuesMadeOneByOneAreAttendedAsThoseMadeTogether() {
    Attention attention = attention(0);
    NDArray x = manager.randomNormal(new Shape(2, 5, WIDTH));
    NDArray one = x.get(":, 0:1");
    NDArray known = attention.keysAndValues(one);
    for (int t = 1; t < 5; t++) {
      one = x.get(":, {}:{}", t, t + 1);
      known = known.concat(attention.keysAndValues(one), 1);
    }
    NDArray mask = manager.ones(new Shape(2, 5)).gt(0);
    float[] last = attention.causal(x, false).get(":, 4:").toFloatArray();
    assertThat(attention.attend(one, known, mask, false).toFloatArray())
        .containsExactly(last, CLOSE);
  }

  @Test
  void dropoutIsThatOfThePlainPathWithTheSameSeed() {
    Case training = new Case(1, 4, 6, 6, true, 0.3);
    Map<String, float[]> fused = training.run(true);
    assertClose(fused, training.run(false));
    assertThat(values(fused, "y"))
        .isNotEqualTo(values(new Case(1, 4, 6, 6, true, 0).run(true), "y"));
  }

  @Test
  void dropoutOnlyActsInTraining() {
    Attention attention = attention(0.5);
    NDArray x = manager.randomNormal(new Shape(2, 5, WIDTH));
    NDArray mask = manager.ones(new Shape(2, 5)).gt(0);
    float[] first = attention.apply(x, x, mask, false).toFloatArray();
    assertThat(attention.apply(x, x, mask, false).toFloatArray()).isEqualTo(first);
    assertThat(attention.apply(x, x, mask, true).toFloatArray()).isNotEqualTo(first);
  }

  @Test
  void aSampleWithNothingToAttendGetsZerosAndFiniteGradients() {
    Case empty = new Case(3, 3, 4, 5, false, 0);
    Map<String, float[]> result = empty.run(true);
    // The first sample of a case has an empty mask.
    for (int i = 0; i < 4 * WIDTH; i++) {
      assertThat(values(result, "y")[i]).isZero();
      assertThat(values(result, "gradient of query")[i]).isZero();
    }
    for (int i = 0; i < 5 * WIDTH; i++) {
      assertThat(values(result, "gradient of memory")[i]).isZero();
    }
    result.forEach((name, values) -> assertFinite(name, values));
  }

  @Test
  void aBatchWithNothingToAttendGetsZeros() {
    Attention attention = attention(0);
    NDArray x = manager.randomNormal(new Shape(2, 3, WIDTH));
    NDArray nothing = manager.zeros(new Shape(2, 3)).gt(0);
    assertThat(attention.apply(x, x, nothing, false).toFloatArray()).containsOnly(0f);
  }

  @Test
  void whatItMakesBelongsToTheStep() {
    Attention attention = attention(0.1);
    int before = manager.getManagedArrays().size();
    try (NDManager step = manager.newSubManager()) {
      NDArray x = step.randomNormal(new Shape(2, 3, WIDTH));
      NDArray y = attention.apply(x, x, step.ones(new Shape(2, 3)).gt(0), true);
      assertThat(y.getManager()).isSameAs(step);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    Attention attention = attention(0);
    NDArray x = manager.randomNormal(new Shape(2, 5, WIDTH));
    NDArray mask = manager.ones(new Shape(2, 5)).gt(0);
    float[] expected = attention.apply(x, x, mask, false).toFloatArray();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(
            threads.submit(
                () -> {
                  try (NDManager step = NDManager.newBaseManager()) {
                    NDArray own = step.create(x.toFloatArray(), x.getShape());
                    return attention.apply(own, own, mask, false).toFloatArray();
                  }
                }));
      }
      for (Future<float[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  private Attention attention(double dropout) {
    Attention attention = new Attention(WIDTH, 3, dropout);
    attention.initialize(manager, 5);
    return attention;
  }

  private static float[] values(Map<String, float[]> result, String name) {
    float[] values = result.get(name);
    assertThat(values).as(name).isNotNull();
    return values;
  }

  private static void assertFinite(String name, float[] values) {
    for (float value : values) {
      assertThat(value).as(name).isFinite();
    }
  }

  private static void assertClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    expected.forEach(
        (name, values) -> assertThat(values(actual, name)).as(name).containsExactly(values, CLOSE));
  }

  /** Random tokens under a mask with gaps, whose first sample has nothing to attend. */
  private final class Case {
    private final Attention attention;
    private final double dropout;
    private final boolean self;
    private final NDArray query;
    private final NDArray memory;
    private final NDArray mask;
    private final NDArray weights;

    Case(long seed, int batch, int length, int memoryLength, boolean self, double dropout) {
      Random random = new Random(seed);
      attention = attention(dropout);
      this.dropout = dropout;
      this.self = self;
      query = normal(random, batch, length);
      memory = self ? query : normal(random, batch, memoryLength);
      boolean[] real = new boolean[batch * memoryLength];
      for (int i = memoryLength; i < real.length; i++) {
        real[i] = i % memoryLength == 0 || random.nextBoolean();
      }
      mask = manager.create(real, new Shape(batch, memoryLength));
      weights = normal(random, batch, length);
    }

    private NDArray normal(Random random, int batch, int length) {
      float[] values = new float[batch * length * WIDTH];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return manager.create(values, new Shape(batch, length, WIDTH));
    }

    /** The result and all gradients of a weighted sum of it. */
    Map<String, float[]> run(boolean fused) {
      Map<String, float[]> result = new LinkedHashMap<>();
      query.setRequiresGradient(true);
      memory.setRequiresGradient(true);
      Engine.getInstance().setRandomSeed(11);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray y = fused ? attention.apply(query, memory, mask, true) : plain();
        result.put("y", y.toFloatArray());
        collector.backward(y.mul(weights).sum());
      }
      result.put("gradient of query", gradient(query));
      if (!self) {
        result.put("gradient of memory", gradient(memory));
      }
      attention.named().forEach((name, p) -> result.put(name, gradient(p.getArray())));
      return result;
    }

    private NDArray plain() {
      Linear out = (Linear) attention.getChildren().get(0).getValue();
      NDArray mixed = attention.plain(query, memory, mask, dropout);
      NDArray y = out.run(new NDList(mixed), true).singletonOrThrow();
      return Tensors.orZeros(Tensors.anyReal(mask), y);
    }

    /** Copies the gradient and makes it zero for the next run. */
    private static float[] gradient(NDArray array) {
      try (NDArray gradient = array.getGradient()) {
        float[] values = gradient.toFloatArray();
        gradient.subi(gradient.duplicate());
        return values;
      }
    }
  }
}
