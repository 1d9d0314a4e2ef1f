package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Attention;
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.FeedForward;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code perceiver}: a few learned latents read the tokens of all inputs:
 *
 * <pre>{@code
 * S = [P_1 x_1 + e_1; ...; P_N x_N + e_N]   [B, Σ T_m, width]
 * L <- L + CA(LN L; [LN S; LN L])           a layer; without include_latents only LN S is attended
 * L <- L + FFN(LN L)
 * L <- encoder layers(L)                    self_layers of them after each layer
 * y = pool(LN L)                            [B, width]; with pooling none all latents
 * }</pre>
 *
 * Perceiver, Jaegle et al. 2021 (arXiv:2103.03206); the resampler of Flamingo, Alayrac et al. 2022
 * (arXiv:2204.14198). The cost grows with the number of tokens, not with its square.
 *
 * <p>The tokens of an input that a sample lacks are never attended.
 */
public final class PerceiverFusion extends TokenFactory<PerceiverFusion.Options> {

  /** The options of {@code perceiver}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = "Number of learned latents", byDefault = "32", min = 1) int latents,
      @Option(value = "Encoder layers on the latents after each layer", byDefault = "0", min = 0)
          int selfLayers,
      @Option(value = "Whether the latents attend themselves with the tokens", byDefault = "true")
          boolean includeLatents,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = TokenOptions.TYPE_EMBEDDING, byDefault = "true") boolean typeEmbedding,
      @Option(
              value = "How the latents become one vector: mean, first or last; none yields all",
              byDefault = "mean")
          Pooling pooling,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements TransformerOptions {}

  /** As the plugin lists it. */
  public PerceiverFusion() {
    super(false, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.NONE);
  }

  @Override
  public String type() {
    return "perceiver";
  }

  @Override
  public String description() {
    return "Learned latents that read the tokens of all inputs (Perceiver, Flamingo's resampler)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    return options.pooling().spec(width);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends JointFusion {

    private final Parameter latents;
    private final List<Layer> layers;
    private final List<List<EncoderLayer>> selfLayers;
    private final LayerNorm norm;

    Block(Options options, FusionInputs inputs) {
      super(inputs, options, options.typeEmbedding());
      Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
      latents = parameter("latents", Init.normal(0.02), options.latents(), sizes.width());
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(i -> child("layers." + i, new Layer(sizes, options.includeLatents())))
              .toList();
      selfLayers =
          IntStream.range(0, options.layers())
              .mapToObj(
                  i ->
                      IntStream.range(0, options.selfLayers())
                          .mapToObj(k -> child("self_layers." + i + "." + k, sizes.encoderLayer()))
                          .toList())
              .toList();
      norm = child("norm", sizes.norm());
    }

    @Override
    Sequence read(Sequence joint, boolean training) {
      Sequence read = Sequence.real(Tensors.repeat(latents, joint.tokens()));
      NDArray y = read.tokens();
      for (int i = 0; i < layers.size(); i++) {
        y = layers.get(i).apply(y, joint, training);
        for (EncoderLayer layer : selfLayers.get(i)) {
          y = layer.apply(y, read.mask(), training);
        }
      }
      return new Sequence(norm.apply(y), read.mask());
    }
  }

  /** The latents attend tokens, with norms of their own, then pass a feed-forward. */
  private static final class Layer extends Module {

    private final boolean includeLatents;
    private final Residual residual;
    private final LayerNorm normLatents;
    private final LayerNorm normTokens;
    private final Attention attention;
    private final LayerNorm normFeedForward;
    private final FeedForward feedForward;

    Layer(Sizes sizes, boolean includeLatents) {
      this.includeLatents = includeLatents;
      residual = sizes.residual();
      normLatents = child("norm_latents", sizes.norm());
      normTokens = child("norm_tokens", sizes.norm());
      attention = child("cross_attention", sizes.attention());
      normFeedForward = child("norm_feed_forward", sizes.norm());
      feedForward = child("feed_forward", sizes.feedForward());
    }

    NDArray apply(NDArray latents, Sequence joint, boolean training) {
      Sequence tokens = new Sequence(normTokens.apply(joint.tokens()), joint.mask());
      NDArray y =
          residual.apply(
              latents,
              normLatents,
              n -> {
                Sequence memory = includeLatents ? tokens.then(Sequence.real(n)) : tokens;
                return attention.apply(n, memory.tokens(), memory.mask(), training);
              },
              training);
      return residual.apply(y, normFeedForward, n -> feedForward.apply(n, training), training);
    }
  }
}
