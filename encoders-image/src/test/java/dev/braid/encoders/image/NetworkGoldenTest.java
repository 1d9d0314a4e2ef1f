package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks compute what torch and torchvision compute from the same weights. */
class NetworkGoldenTest {

  private static final Map<String, float[]> GOLDEN = Golden.read("networks.txt");

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 34})
  void resnetHasTheNamesAndShapesOfTorchvision(int depth) throws IOException {
    List<String> names =
        resnet(depth, null).named().entrySet().stream()
            .map(e -> e.getKey() + " " + List.of(boxed(e.getValue().getShape())))
            .toList();
    assertThat(names)
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of("src/test/resources/golden/resnet" + depth + ".names")));
  }

  @ParameterizedTest
  @CsvSource({"18, 11689512", "34, 21797672", "50, 25557032"})
  void resnetHasTheParameterCountOfTorchvision(int depth, long count) {
    assertThat(resnet(depth, 1000).parameterCount()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 50})
  void resnetEqualsTorchvision(int depth) {
    Encoder encoder = resnet(depth, 10);
    Golden.fill(encoder, manager);
    assertClose(encode(encoder, 64, false).requirePooled(), "resnet" + depth, 1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 11})
  void cnnEqualsTorch(int size) {
    Encoder encoder = cnn(size);
    Golden.fill(encoder, manager);
    Encoding out = encode(encoder, size, false);
    assertClose(out.requirePooled(), "cnn " + size + " pooled", 1e-5);
    assertClose(out.requireTokens(), "cnn " + size + " tokens", 1e-5);
    Parameter running = encoder.named().get("blocks.1.norm.running_var");
    float[] before = running.getArray().toFloatArray();
    encode(encoder, size, false);
    assertThat(running.getArray().toFloatArray()).as("evaluation").isEqualTo(before);
    assertClose(encode(encoder, size, true).requirePooled(), "cnn " + size + " training", 1e-5);
    assertClose(running.getArray(), "cnn " + size + " running_var", 1e-5);
  }

  @Test
  void batchNormEqualsTorchInOutputStatisticsAndGradients() {
    BatchNorm2d norm = new BatchNorm2d(2);
    Golden.fill(norm, manager);
    NDArray x = Golden.batch(manager, 2, 3).get(":, :2");
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray y = norm.apply(x, true);
      collector.backward(y.mul(y).mul(y).sum());
      assertClose(y, "norm output", 1e-5);
    }
    assertClose(array(norm, "running_mean"), "norm running_mean", 1e-5);
    assertClose(array(norm, "running_var"), "norm running_var", 1e-5);
    assertClose(array(norm, "weight").getGradient(), "norm weight gradient", 1e-5);
    assertClose(array(norm, "bias").getGradient(), "norm bias gradient", 1e-5);
    assertClose(norm.apply(x, false), "norm evaluation", 1e-5);
  }

  @Test
  void batchNormOfASingleValueUsesTheRunningStatisticsAndKeepsThem() {
    BatchNorm2d norm = new BatchNorm2d(2);
    norm.initialize(manager, 1);
    NDArray x = manager.create(new float[] {3, -4}, new Shape(1, 2, 1, 1));
    float[] out = norm.apply(x, true).toFloatArray();
    assertThat(out[0]).isCloseTo(3, within(1e-3f));
    assertThat(out[1]).isCloseTo(-4, within(1e-3f));
    assertThat(array(norm, "running_var").toFloatArray()).containsExactly(1, 1);
  }

  private Encoding encode(Encoder encoder, int size, boolean training) {
    NDArray present = manager.create(new boolean[] {true, true});
    return encoder.encode(new InputBatch(Golden.batch(manager, 2, size), null, present), training);
  }

  private static NDArray array(BatchNorm2d norm, String name) {
    return norm.named().get(name).getArray();
  }

  private static Encoder resnet(int depth, Integer width) {
    return new ResNetEncoder().create(new ResNetEncoder.Options(depth, width), context(64));
  }

  private static Encoder cnn(int size) {
    return new CnnEncoder().create(new CnnEncoder.Options(List.of(4, 8), 6, 4), context(size));
  }

  private static EncoderContext context(int size) {
    return new EncoderContext(
        new FeatureSpec(new Shape(3, size, size), 0), EnumSet.allOf(Form.class));
  }

  private static Long[] boxed(Shape shape) {
    return java.util.Arrays.stream(shape.getShape()).boxed().toArray(Long[]::new);
  }

  /** Relative to the largest value. */
  private static void assertClose(NDArray actual, String name, double tolerance) {
    float[] expected = GOLDEN.get(name);
    float[] values = actual.toFloatArray();
    assertThat(values).as(name).hasSameSizeAs(expected);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i])
          .as("%s [%d]", name, i)
          .isCloseTo(expected[i], within(tolerance * largest));
    }
  }
}
