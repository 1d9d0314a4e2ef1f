package dev.braid.testkit;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.EncoderFactory;
import dev.braid.api.EncoderPart;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Positions;
import dev.braid.core.vector.VectorEncoder;
import dev.braid.encoders.image.CnnEncoder;
import dev.braid.encoders.image.ResNetEncoder;
import dev.braid.encoders.text.BagEncoder;
import dev.braid.encoders.text.RecurrentEncoder;
import dev.braid.encoders.text.TextPlugin;
import dev.braid.encoders.text.TransformerEncoder;
import dev.braid.encoders.video.FramesEncoder;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The built-in encoders under the contract that strangers' encoders are held to. */
class BuiltInEncodersTest {

  private static final FeatureSpec WORDS = new FeatureSpec(new Shape(-1), 9);
  private static final FeatureSpec PICTURE = new FeatureSpec(new Shape(3, 32, 32), 0);
  private static final FeatureSpec CLIP = new FeatureSpec(new Shape(-1, 3, 16, 16), 0);

  abstract static class Vector extends EncoderContract<VectorEncoder.Options> {
    @Override
    protected EncoderFactory<VectorEncoder.Options> factory() {
      return new VectorEncoder();
    }
  }

  @Nested
  class VectorOfNumbers extends Vector {
    @Override
    protected VectorEncoder.Options options() {
      return new VectorEncoder.Options(
          6, List.of(8, 7), Nonlinearity.GELU, 0.2, true, VectorEncoder.Tokens.NONE);
    }

    @Override
    protected FeatureSpec features() {
      return new FeatureSpec(new Shape(4), 0);
    }
  }

  @Nested
  class TokenForEachNumber extends Vector {
    @Override
    protected VectorEncoder.Options options() {
      return new VectorEncoder.Options(
          6, List.of(), Nonlinearity.RELU, 0, false, VectorEncoder.Tokens.EACH);
    }

    @Override
    protected FeatureSpec features() {
      return new FeatureSpec(new Shape(2, 4), 0);
    }
  }

  @Nested
  class Bag extends EncoderContract<BagEncoder.Options> {
    @Override
    protected EncoderFactory<BagEncoder.Options> factory() {
      return new BagEncoder();
    }

    @Override
    protected BagEncoder.Options options() {
      return new BagEncoder.Options(6);
    }

    @Override
    protected FeatureSpec features() {
      return WORDS;
    }
  }

  abstract static class Recurrent extends EncoderContract<RecurrentEncoder.Options> {
    private final String type;
    private final RecurrentEncoder.Options options;

    Recurrent(String type, RecurrentEncoder.Options options) {
      this.type = type;
      this.options = options;
    }

    @Override
    @SuppressWarnings("unchecked") // both cells have these options
    protected EncoderFactory<RecurrentEncoder.Options> factory() {
      return new TextPlugin()
          .encoders().stream()
              .filter(encoder -> encoder.type().equals(type))
              .map(encoder -> (EncoderFactory<RecurrentEncoder.Options>) encoder)
              .findFirst()
              .orElseThrow();
    }

    @Override
    protected RecurrentEncoder.Options options() {
      return options;
    }

    @Override
    protected FeatureSpec features() {
      return WORDS;
    }
  }

  @Nested
  class Lstm extends Recurrent {
    Lstm() {
      super("lstm", new RecurrentEncoder.Options(5, 6, 1, false, 0, null));
    }
  }

  @Nested
  class LstmOfSeveralLayers extends Recurrent {
    LstmOfSeveralLayers() {
      super("lstm", new RecurrentEncoder.Options(5, 6, 3, false, 0.3, 12));
    }
  }

  @Nested
  class BidirectionalLstm extends Recurrent {
    BidirectionalLstm() {
      super("lstm", new RecurrentEncoder.Options(5, 6, 2, true, 0.3, null));
    }
  }

  @Nested
  class Gru extends Recurrent {
    Gru() {
      super("gru", new RecurrentEncoder.Options(5, 6, 1, false, 0, null));
    }
  }

  @Nested
  class BidirectionalGru extends Recurrent {
    BidirectionalGru() {
      super("gru", new RecurrentEncoder.Options(5, 6, 2, true, 0.3, null));
    }
  }

  abstract static class AnyTransformer extends EncoderContract<TransformerEncoder.Options> {
    @Override
    protected EncoderFactory<TransformerEncoder.Options> factory() {
      return new TransformerEncoder();
    }

    @Override
    protected FeatureSpec features() {
      return WORDS;
    }
  }

  @Nested
  class Transformer extends AnyTransformer {
    @Override
    protected TransformerEncoder.Options options() {
      return new TransformerEncoder.Options(
          8, 2, 2, null, Positions.Kind.SINUSOIDAL, 16, 0.1, Nonlinearity.GELU);
    }
  }

  @Nested
  class TransformerWithLearnedPositions extends AnyTransformer {
    @Override
    protected TransformerEncoder.Options options() {
      return new TransformerEncoder.Options(
          8, 4, 1, 10, Positions.Kind.LEARNED, 16, 0, Nonlinearity.RELU);
    }
  }

  @Nested
  class Cnn extends EncoderContract<CnnEncoder.Options> {
    @Override
    protected EncoderFactory<CnnEncoder.Options> factory() {
      return new CnnEncoder();
    }

    @Override
    protected CnnEncoder.Options options() {
      return new CnnEncoder.Options(List.of(4, 8), 6, 3);
    }

    @Override
    protected FeatureSpec features() {
      return PICTURE;
    }
  }

  @Nested
  class ResNet extends EncoderContract<ResNetEncoder.Options> {
    @Override
    protected EncoderFactory<ResNetEncoder.Options> factory() {
      return new ResNetEncoder();
    }

    @Override
    protected ResNetEncoder.Options options() {
      return new ResNetEncoder.Options(18, 6);
    }

    @Override
    protected FeatureSpec features() {
      return PICTURE;
    }
  }

  abstract static class AnyFrames extends EncoderContract<FramesEncoder.Options> {
    @Override
    protected EncoderFactory<FramesEncoder.Options> factory() {
      return new FramesEncoder();
    }

    @Override
    protected FeatureSpec features() {
      return CLIP;
    }
  }

  @Nested
  class Frames extends AnyFrames {
    @Override
    protected FramesEncoder.Options options() {
      EncoderPart picture =
          EncoderPart.of(new CnnEncoder(), new CnnEncoder.Options(List.of(4, 8), 6, 2));
      return new FramesEncoder.Options(
          picture, 8, 2, 1, null, Positions.Kind.SINUSOIDAL, 16, 0.1, Nonlinearity.GELU);
    }
  }

  @Nested
  class FramesWithLearnedPositions extends AnyFrames {
    @Override
    protected FramesEncoder.Options options() {
      EncoderPart picture =
          EncoderPart.of(new CnnEncoder(), new CnnEncoder.Options(List.of(4), 6, 3));
      return new FramesEncoder.Options(
          picture, 8, 4, 2, 10, Positions.Kind.LEARNED, 8, 0, Nonlinearity.RELU);
    }
  }
}
