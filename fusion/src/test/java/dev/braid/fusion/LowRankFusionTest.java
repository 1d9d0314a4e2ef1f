package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pieces of the bilinear operators where a value has no slope or is not trained. */
class LowRankFusionTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theRootIsNormalisedAndFlatAtZero() {
    NDArray z = manager.create(new float[] {4, -9, 0, 0, 0, 0}, new Shape(2, 3));
    z.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray y = LowRankFusion.rootNorm(z);
      // The root is (2, -3, 0) and its norm sqrt(13).
      float norm = (float) Math.sqrt(13);
      assertThat(y.toFloatArray())
          .containsExactly(new float[] {2 / norm, -3 / norm, 0, 0, 0, 0}, within(1e-6f));
      collector.backward(
          y.mul(manager.create(new float[] {1, 0, 5, 1, 2, 3}, new Shape(2, 3))).sum());
    }
    // d(2/norm)/dz_1 = 1/(4 norm) - 2/(2 norm^3), d(2/norm)/dz_2 = 2/(2 norm^3).
    double cube = Math.pow(13, 1.5);
    assertThat(z.getGradient().toFloatArray())
        .containsExactly(
            new float[] {
              (float) (1 / (4 * Math.sqrt(13)) - 1 / cube), (float) (1 / cube), 0, 0, 0, 0
            },
            within(1e-6f));
  }

  @Test
  void mcbIsTheSketchOfAllProducts() {
    Fusion mcb = mcb(7, 5);
    float[] x = {1, -2, 3, 0.5f};
    float[] y = {2, 1, -1};
    float[] expected = new float[5];
    long[] hashX = array(mcb, "hash.text").toLongArray();
    long[] hashY = array(mcb, "hash.image").toLongArray();
    float[] signX = array(mcb, "sign.text").toFloatArray();
    float[] signY = array(mcb, "sign.image").toFloatArray();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        expected[(int) ((hashX[i] + hashY[j]) % 5)] += signX[i] * x[i] * signY[j] * y[j];
      }
    }
    identityOutput(mcb, 5);
    assertThat(fuse(mcb, x, y, true, true)).containsExactly(expected, within(1e-5f));
  }

  @Test
  void mcbOfOneInputIsExactlyItsSketch() {
    Fusion mcb = mcb(3, 16);
    float[] x = {1, -2, 3, 0.5f};
    float[] expected = new float[16];
    long[] hash = array(mcb, "hash.text").toLongArray();
    float[] sign = array(mcb, "sign.text").toFloatArray();
    for (int i = 0; i < x.length; i++) {
      expected[(int) hash[i]] += sign[i] * x[i];
    }
    identityOutput(mcb, 16);
    assertThat(fuse(mcb, x, new float[] {Float.NaN, 1, 1}, true, false)).containsExactly(expected);
  }

  @Test
  void mcbDrawsItsHashesOnceAndDoesNotTrainThem() {
    Fusion first = mcb(1, 64);
    assertThat(array(first, "hash.text").getDataType()).isEqualTo(DataType.INT64);
    long[] hash = array(first, "hash.text").toLongArray();
    assertThat(hash)
        .isEqualTo(array(mcb(1, 64), "hash.text").toLongArray())
        .isNotEqualTo(array(mcb(2, 64), "hash.text").toLongArray());
    assertThat(LongStream.of(hash)).allMatch(place -> place >= 0 && place < 64);
    assertThat(array(first, "sign.text").abs().toFloatArray()).containsOnly(1);
    assertThat(first.named().values().stream().filter(Parameter::requiresGradient)).hasSize(2);
    assertThat(first.parameterCount()).isEqualTo(64 * 64 + 64);
  }

  @Test
  void mcbNamesAHashThatItsSketchHasNoPlaceFor() {
    Fusion mcb = mcb(1, 5);
    array(mcb, "hash.text").set(new long[] {0, 4, 5, 1});
    assertThatThrownBy(() -> fuse(mcb, new float[4], new float[3], true, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a hash is 5, but a sketch of 5 has places 0 to 4");
  }

  private Fusion mcb(long seed, int hidden) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("text", 4);
    widths.put("image", 3);
    Fusion mcb =
        new McbFusion()
            .create(new McbFusion.Options(hidden, hidden, null, false), new FusionInputs(widths));
    mcb.initialize(manager, seed);
    return mcb;
  }

  private static NDArray array(Fusion fusion, String name) {
    return Objects.requireNonNull(fusion.named().get(name)).getArray();
  }

  private void identityOutput(Fusion fusion, int size) {
    NDArray weight = array(fusion, "output.weight");
    weight.setRequiresGradient(false);
    manager.eye(size).copyTo(weight);
    array(fusion, "output.bias").setRequiresGradient(false);
    array(fusion, "output.bias").set(new float[size]);
  }

  private float[] fuse(
      Fusion fusion, float[] text, float[] image, boolean hasText, boolean hasImage) {
    Map<String, Encoding> inputs = new LinkedHashMap<>();
    inputs.put("text", encoding(text, hasText));
    inputs.put("image", encoding(image, hasImage));
    return fusion.fuse(inputs, false).requirePooled().toFloatArray();
  }

  private Encoding encoding(float[] values, boolean present) {
    return Encoding.ofPooled(
        manager.create(values, new Shape(1, values.length)),
        manager.create(new boolean[] {present}));
  }
}
