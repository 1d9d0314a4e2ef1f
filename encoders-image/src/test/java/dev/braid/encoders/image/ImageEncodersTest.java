package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageEncodersTest {

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static EncoderContext context(Form... forms) {
    return new EncoderContext(new FeatureSpec(new Shape(3, 32, 32), 0), Set.of(forms));
  }

  private static Encoder cnn(Form... forms) {
    return new CnnEncoder().create(new CnnEncoder.Options(List.of(4, 8), 6, 3), context(forms));
  }

  private InputBatch pictures(boolean... present) {
    NDArray values =
        manager
            .arange(0f, present.length * 3 * 32 * 32f)
            .mul(0.37f)
            .sin()
            .reshape(present.length, 3, 32, 32);
    return new InputBatch(values, null, manager.create(present));
  }

  @ParameterizedTest
  @CsvSource({"18, 11689512", "34, 21797672", "50, 25557032"})
  void resnetHasTorchvisionsParameters(int depth, long count) {
    Encoder resnet =
        new ResNetEncoder().create(new ResNetEncoder.Options(depth, 1000), context(Form.POOLED));
    assertThat(resnet.parameterCount()).isEqualTo(count);
    assertThat(resnet.named().keySet())
        .contains(
            "conv1.weight",
            "bn1.running_var",
            "layer1.0.conv1.weight",
            "layer2.0.downsample.0.weight",
            "layer2.0.downsample.1.running_mean",
            "layer4.1.bn2.bias",
            "fc.weight",
            "fc.bias");
  }

  @Test
  void theMeanOfResnetsTokensIsItsPooledVector() {
    Encoder resnet =
        new ResNetEncoder()
            .create(new ResNetEncoder.Options(18, 5), context(Form.POOLED, Form.TOKENS));
    resnet.initialize(manager, 1);
    Encoding out = resnet.encode(pictures(true, true), false);
    NDArray mean = out.requireTokens().mean(new int[] {1});
    assertThat(out.requirePooled().getShape()).isEqualTo(new Shape(2, 5));
    assertThat(mean.sub(out.requirePooled()).abs().max().getFloat()).isLessThan(1e-4f);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void cnnTrainsEveryParameterOfTheFormThatIsWanted(Form form) {
    Encoder cnn = cnn(form);
    cnn.initialize(manager, 5);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding out = cnn.encode(pictures(true, true, false), true);
      NDArray y = form == Form.POOLED ? out.requirePooled() : out.requireTokens();
      assertThat(y.getShape())
          .isEqualTo(form == Form.POOLED ? new Shape(3, 6) : new Shape(3, 64, 6));
      collector.backward(y.mul(manager.arange(1f, 7f).sin()).square().sum());
    }
    cnn.named()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                float sum = parameter.getArray().getGradient().abs().sum().getFloat();
                assertThat(sum).as(name).isGreaterThan(0).isFinite();
              }
            });
  }

  @Test
  void runningStatisticsMoveInTrainingOnlyAsTorchsDo() {
    BatchNorm2d norm = new BatchNorm2d(1);
    norm.initialize(manager, 0);
    NDArray x = manager.create(new float[] {1, 2, 3, 6}, new Shape(1, 1, 2, 2));
    norm.apply(x, false);
    NDArray mean = norm.named().get("running_mean").getArray();
    NDArray variance = norm.named().get("running_var").getArray();
    assertThat(mean.getFloat()).isEqualTo(0);
    norm.apply(x, true);
    // 0.9 * 0 + 0.1 * 3, and 0.9 * 1 + 0.1 * 14 / 3 (unbiased)
    assertThat(mean.getFloat()).isCloseTo(0.3f, within(1e-6f));
    assertThat(variance.getFloat()).isCloseTo(0.9f + 1.4f / 3, within(1e-6f));
  }

  @Test
  void adaptivePoolingHasTorchsWindows() {
    NDArray map = manager.arange(0f, 25f).reshape(1, 1, 5, 5);
    // torch.nn.AdaptiveAvgPool2d(3) of the same map
    assertThat(Grid.average(map, 3).toFloatArray())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(3, 4.5f, 6, 10.5f, 12, 13.5f, 18, 19.5f, 21);
  }
}
