package dev.braid.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorEncoderTest {

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static VectorEncoder.Options options(boolean norm, VectorEncoder.Tokens tokens) {
    return new VectorEncoder.Options(3, List.of(5), Nonlinearity.RELU, 0, norm, tokens);
  }

  private Encoder encoder(boolean norm, Shape shape, Form... forms) {
    Encoder encoder =
        new VectorEncoder()
            .create(
                options(norm, VectorEncoder.Tokens.EACH),
                new EncoderContext(new FeatureSpec(shape, 0), Set.of(forms)));
    encoder.initialize(manager, 1);
    return encoder;
  }

  private InputBatch batch(Shape shape, float... values) {
    NDArray array = manager.create(values, shape);
    boolean[] present = new boolean[(int) shape.get(0)];
    present[0] = true;
    return new InputBatch(array, null, manager.create(present));
  }

  @Test
  void tokensAreThereOnlyWhereTheyAreAskedFor() {
    VectorEncoder factory = new VectorEncoder();
    FeatureSpec unknown = new FeatureSpec(new Shape(0), 0);
    assertThat(factory.output(options(false, VectorEncoder.Tokens.NONE), unknown))
        .isEqualTo(EncodingSpec.pooled(3));
    assertThat(factory.output(options(false, VectorEncoder.Tokens.EACH), unknown))
        .isEqualTo(EncodingSpec.both(3));
    assertThat(encoder(true, new Shape(2), Form.POOLED).named())
        .containsOnlyKeys(
            "mlp.0.weight", "mlp.0.bias", "mlp.1.weight", "mlp.1.bias", "norm.weight", "norm.bias");
    assertThat(encoder(true, new Shape(2), Form.TOKENS).named())
        .containsOnlyKeys("tokens.weight", "tokens.bias");
    assertThat(encoder(true, new Shape(2, 2), Form.TOKENS).named())
        .containsOnlyKeys("tokens.weight", "tokens.bias", "tokens.missing");
  }

  @Test
  void aTokenIsItsNumberTimesAVectorPlusAnother() {
    Encoder encoder = encoder(false, new Shape(2), Form.TOKENS);
    Encoding out = encoder.encode(batch(new Shape(2, 2), 2, -1, 7, 7), false);
    float[] weight = values(encoder, "tokens.weight");
    float[] bias = values(encoder, "tokens.bias");
    float[] tokens = out.requireTokens().toFloatArray();
    for (int d = 0; d < 3; d++) {
      assertThat(tokens[d]).isEqualTo(2 * weight[d] + bias[d], within(1e-6f));
      assertThat(tokens[3 + d]).isEqualTo(bias[3 + d] - weight[3 + d], within(1e-6f));
      assertThat(tokens[6 + d]).as("of an absent sample").isZero();
    }
    assertThat(out.requireMask().toBooleanArray()).containsExactly(true, true, false, false);
  }

  @Test
  void aMissingNumberHasAVectorOfItsOwn() {
    Encoder encoder = encoder(false, new Shape(2, 2), Form.TOKENS);
    Encoding out = encoder.encode(batch(new Shape(1, 2, 2), 2, 0, 1, 0), false);
    float[] weight = values(encoder, "tokens.weight");
    float[] bias = values(encoder, "tokens.bias");
    float[] missing = values(encoder, "tokens.missing");
    float[] tokens = out.requireTokens().toFloatArray();
    for (int d = 0; d < 3; d++) {
      assertThat(tokens[d]).isEqualTo(2 * weight[d] + bias[d], within(1e-6f));
      assertThat(tokens[3 + d]).isEqualTo(bias[3 + d] + missing[3 + d], within(1e-6f));
    }
  }

  @Test
  void thePooledVectorIsAnMlpOfAllNumbers() {
    Encoder encoder = encoder(false, new Shape(2), Form.POOLED);
    float[] x = {0.5f, -2};
    float[] out = encoder.encode(batch(new Shape(1, 2), x), false).requirePooled().toFloatArray();
    List<Float> hidden = new ArrayList<>();
    float[] first = values(encoder, "mlp.0.weight");
    float[] firstBias = values(encoder, "mlp.0.bias");
    for (int h = 0; h < 5; h++) {
      hidden.add(Math.max(0, first[2 * h] * x[0] + first[2 * h + 1] * x[1] + firstBias[h]));
    }
    float[] second = values(encoder, "mlp.1.weight");
    float[] secondBias = values(encoder, "mlp.1.bias");
    for (int d = 0; d < 3; d++) {
      float expected = secondBias[d];
      for (int h = 0; h < 5; h++) {
        expected += second[5 * d + h] * hidden.get(h);
      }
      assertThat(out[d]).isEqualTo(expected, within(1e-6f));
    }
  }

  @Test
  void aNormalisedVectorHasMeanZeroAndDeviationOne() {
    Encoder encoder = encoder(true, new Shape(2), Form.POOLED);
    NDArray out = encoder.encode(batch(new Shape(1, 2), 3, 1), false).requirePooled();
    assertThat(out.get(new NDIndex("0")).mean().getFloat()).isEqualTo(0, within(1e-5f));
    assertThat(out.mul(out).mean().getFloat()).isEqualTo(1, within(1e-2f));
  }

  private static float[] values(Encoder encoder, String parameter) {
    return encoder.named().get(parameter).getArray().toFloatArray();
  }
}
