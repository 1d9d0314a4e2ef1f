package dev.braid.encoders.image;

import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoder {@code resnet}: exactly torchvision's ResNet-18, 34 and 50. */
public final class ResNetEncoder implements EncoderFactory<ResNetEncoder.Options> {

  /** Options of {@code resnet}. */
  public record Options(
      @Option(value = "number of layers: 18, 34 or 50", byDefault = "18", min = 1, max = 1000)
          int depth,
      @Option(
              value =
                  "size of each output vector, by a linear layer; null: the network's own 512 (50:"
                      + " 2048)",
              min = 1,
              max = 65536)
          @Nullable Integer width) {}

  @Override
  public String type() {
    return "resnet";
  }

  @Override
  public String description() {
    return "ResNet-18, 34 or 50 as in torchvision (He et al. 2016)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.IMAGE;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (!List.of(18, 34, 50).contains(options.depth())) {
      problems.add("depth", "must be 18, 34 or 50, not " + options.depth());
    }
  }

  @Override
  public EncodingSpec output(Options options, FeatureSpec features) {
    Integer width = options.width();
    return EncodingSpec.both(width != null ? width : ResNet.channels(options.depth()));
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new ResNet(options.depth(), options.width(), context.wanted());
  }
}
