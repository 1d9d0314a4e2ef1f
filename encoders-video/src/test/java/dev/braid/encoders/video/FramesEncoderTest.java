package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.EncoderFactory;
import dev.braid.api.EncoderPart;
import dev.braid.api.Modality;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Positions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FramesEncoderTest {

  private static final FeatureSpec CLIP = new FeatureSpec(new Shape(-1, 3, 8, 8), 0);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** The mean colour of a picture, as a vector or as the only token. */
  record Mean(Form form) implements EncoderFactory<Mean.None> {
    record None() {}

    @Override
    public String type() {
      return "mean";
    }

    @Override
    public String description() {
      return "mean colour";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public Modality modality() {
      return Modality.IMAGE;
    }

    @Override
    public EncodingSpec output(None options, FeatureSpec features) {
      assertThat(features.shape()).isEqualTo(new Shape(3, 8, 8));
      return new EncodingSpec(3, Set.of(form));
    }

    @Override
    public Encoder create(None options, EncoderContext context) {
      assertThat(context.wanted()).containsExactly(form);
      return new Encoder() {
        @Override
        public Encoding encode(InputBatch input, boolean training) {
          assertThat(input.mask()).isNull();
          NDArray mean = input.values().mean(new int[] {3}).mean(new int[] {2});
          return form == Form.POOLED
              ? Encoding.ofPooled(mean, input.present())
              : Encoding.ofTokens(
                  mean.expandDims(1), input.present().expandDims(1), input.present());
        }
      };
    }
  }

  private static FramesEncoder.Options options(Form form, Positions.Kind positions, int layers) {
    EncoderPart picture = EncoderPart.of(new Mean(form), new Mean.None());
    return new FramesEncoder.Options(
        picture, 8, 2, layers, null, positions, 16, 0, Nonlinearity.GELU);
  }

  private Encoder encoder(FramesEncoder.Options options) {
    Encoder encoder =
        new FramesEncoder().create(options, new EncoderContext(CLIP, Set.of(Form.POOLED)));
    encoder.initialize(manager, 1);
    return encoder;
  }

  /** One clip of flat frames of these levels. */
  private InputBatch clip(float... levels) {
    NDArray values =
        manager
            .create(levels)
            .reshape(1, levels.length, 1, 1, 1)
            .broadcast(new Shape(1, levels.length, 3, 8, 8));
    boolean[] mask = new boolean[levels.length];
    Arrays.fill(mask, true);
    return new InputBatch(
        values,
        manager.create(mask, new Shape(1, levels.length)),
        manager.create(new boolean[] {true}));
  }

  @Test
  void theOrderOfFramesMatters() {
    for (Positions.Kind positions : Positions.Kind.values()) {
      Encoder encoder = encoder(options(Form.POOLED, positions, 1));
      float[] there = encoder.encode(clip(0, 1, 2, 3), false).requirePooled().toFloatArray();
      float[] back = encoder.encode(clip(3, 2, 1, 0), false).requirePooled().toFloatArray();
      double difference = 0;
      for (int i = 0; i < there.length; i++) {
        difference += Math.abs(there[i] - back[i]);
      }
      assertThat(difference).as("%s", positions).isGreaterThan(1e-3);
    }
  }

  @Test
  void aFrameIsATokenAndThePooledVectorIsTheirMean() {
    Encoding encoding =
        encoder(options(Form.POOLED, Positions.Kind.SINUSOIDAL, 2)).encode(clip(0, 1, 2), false);
    assertThat(encoding.requireTokens().getShape()).isEqualTo(new Shape(1, 3, 8));
    float[] mean = encoding.requireTokens().mean(new int[] {1}).toFloatArray();
    float[] pooled = encoding.requirePooled().toFloatArray();
    for (int i = 0; i < mean.length; i++) {
      assertThat(pooled[i]).isCloseTo(mean[i], within(1e-6f));
    }
  }

  @Test
  void aPictureEncoderThatHasOnlyTokensIsPooledByTheirMean() {
    float[] ofVectors =
        encoder(options(Form.POOLED, Positions.Kind.SINUSOIDAL, 1))
            .encode(clip(0, 1, 2), false)
            .requirePooled()
            .toFloatArray();
    float[] ofTokens =
        encoder(options(Form.TOKENS, Positions.Kind.SINUSOIDAL, 1))
            .encode(clip(0, 1, 2), false)
            .requirePooled()
            .toFloatArray();
    assertThat(ofTokens).containsExactly(ofVectors, within(1e-6f));
  }

  @Test
  void parametersHaveReadableNames() {
    assertThat(encoder(options(Form.POOLED, Positions.Kind.LEARNED, 1)).named().keySet())
        .contains("token.weight", "positions.weight", "layers.0.self_attention.in_proj_weight")
        .last()
        .isEqualTo("norm.bias");
  }

  @Test
  void headsMustDivideTheWidth() {
    List<String> problems = new ArrayList<>();
    EncoderPart picture = EncoderPart.of(new Mean(Form.POOLED), new Mean.None());
    new FramesEncoder()
        .check(
            new FramesEncoder.Options(
                picture, 10, 4, 1, null, Positions.Kind.LEARNED, 16, 0, Nonlinearity.GELU),
            (option, message) -> problems.add(option + " " + message));
    assertThat(problems).containsExactly("heads must divide the width 10, 4 does not");
  }
}
