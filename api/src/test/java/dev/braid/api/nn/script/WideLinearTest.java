package dev.braid.api.nn.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layer as a convolution against the engine's own, whether it pays on this machine or not. */
class WideLinearTest {

  private static final Offset<Float> CLOSE = within(1e-5f);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest(name = "{0} x {1} rows, {2} to {3}")
  @CsvSource({
    "1, 1, 80, 300", "1, 64, 512, 256", "3, 7, 256, 300", // the rows change their layout
    "1, 128, 256, 256", "9, 49, 96, 256", "2, 700, 40, 72" // the weight does
  })
  void resultAndGradientsAreThoseOfTheEnginesLayer(long batch, long tokens, long in, long out) {
    Random random = new Random(3);
    NDArray x = normal(random, 1, batch, tokens, in);
    NDArray weight = normal(random, 1 / Math.sqrt(in), out, in);
    NDArray bias = normal(random, 1, out);
    NDArray cotangent = normal(random, 1 / Math.sqrt(batch * tokens + out), batch, tokens, out);
    assertThat(WideLinear.runsOn(x)).isTrue();
    for (NDArray b : new @Nullable NDArray[] {bias, null}) {
      Map<String, float[]> plain =
          run((v, w, c) -> Linear.linear(v, w, c).singletonOrThrow(), x, weight, b, cotangent);
      Map<String, float[]> wide = run(WideLinear::apply, x, weight, b, cotangent);
      assertThat(wide).hasSameSizeAs(plain);
      plain.forEach(
          (name, values) -> assertThat(wide.get(name)).as(name).containsExactly(values, CLOSE));
    }
  }

  @Test
  void aViewThatIsNotContiguousIsRead() {
    NDArray tokens = normal(new Random(4), 1, 5, 3, 64);
    NDArray weight = normal(new Random(5), 0.1, 70, 64);
    NDArray first = tokens.get(":, 0");
    assertThat(WideLinear.apply(first, weight, null).toFloatArray())
        .containsExactly(
            Linear.linear(first, weight, null).singletonOrThrow().toFloatArray(), CLOSE);
  }

  @Test
  void whatItMakesBelongsToTheData() {
    NDArray weight = normal(new Random(6), 1, 70, 64);
    try (NDManager step = NDManager.newBaseManager()) {
      NDArray y = WideLinear.apply(step.ones(new Shape(4, 64)), weight, null);
      assertThat(y.getManager()).isSameAs(step);
      assertThat(y.getShape()).isEqualTo(new Shape(4, 70));
    }
  }

  @Test
  void smallProductsAreLeftToTheEngine() {
    assertThat(WideLinear.worth(new Shape(64, 256), new Shape(256, 256))).isFalse();
    assertThat(WideLinear.worth(new Shape(64, 512), new Shape(256, 512))).isFalse();
    assertThat(WideLinear.worth(new Shape(64, 1024), new Shape(256, 1024))).isTrue();
    assertThat(WideLinear.worth(new Shape(32, 20, 256), new Shape(256, 256))).isTrue();
    assertThat(WideLinear.worth(new Shape(100_000, 32), new Shape(32, 32))).isFalse();
  }

  @Test
  void itIsForProcessorsOnWhichItWasFaster(@TempDir Path folder) throws IOException {
    assertThat(WideLinear.machine(cpu(folder, "AuthenticAMD", 26, "fma avx2 avx512f"))).isTrue();
    assertThat(WideLinear.machine(cpu(folder, "AuthenticAMD", 26, "fma avx2"))).isFalse();
    assertThat(WideLinear.machine(cpu(folder, "AuthenticAMD", 25, "fma avx2 avx512f"))).isFalse();
    assertThat(WideLinear.machine(cpu(folder, "GenuineIntel", 26, "fma avx2 avx512f"))).isFalse();
    assertThat(WideLinear.machine(folder.resolve("nothing"))).isFalse();
  }

  private static Path cpu(Path folder, String vendor, int family, String flags) throws IOException {
    return Files.writeString(
        folder.resolve("cpuinfo"),
        "processor\t: 0\nvendor_id\t: %s\ncpu family\t: %d\nflags\t\t: %s\n"
            .formatted(vendor, family, flags));
  }

  @FunctionalInterface
  private interface Layer {
    NDArray apply(NDArray x, NDArray weight, @Nullable NDArray bias);
  }

  private static Map<String, float[]> run(
      Layer layer, NDArray x, NDArray weight, @Nullable NDArray bias, NDArray cotangent) {
    Map<String, NDArray> leaves = new LinkedHashMap<>();
    leaves.put("gradient of x", x);
    leaves.put("gradient of weight", weight);
    if (bias != null) {
      leaves.put("gradient of bias", bias);
    }
    leaves.values().forEach(leaf -> leaf.setRequiresGradient(true));
    Map<String, float[]> result = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray y = layer.apply(x, weight, bias);
      result.put("y", y.toFloatArray());
      collector.backward(y.mul(cotangent).sum());
    }
    leaves.forEach(
        (name, leaf) -> {
          try (NDArray gradient = leaf.getGradient()) {
            result.put(name, gradient.toFloatArray());
            gradient.subi(gradient.duplicate()); // the next run starts from zero
          }
        });
    return result;
  }

  private NDArray normal(Random random, double scale, long... shape) {
    Shape size = new Shape(shape);
    float[] values = new float[(int) size.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, size);
  }
}
