package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
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
  public Reference reference() {
    return Reference.of(
            "Learned latents read all inputs' tokens",
            """
            S = [P_1 x_1 + e_1; ...; P_N x_N + e_N]
            L <- L + CA(LN L; [LN S; LN L])    a layer; without include_latents only LN S is attended
            L <- L + FFN(LN L)
            L <- encoder layers(L)             self_layers of them after each layer
            y = pool(LN L); with pooling: none all latents
            """)
        .from(
            "Perceiver, Jaegle et al. 2021, arXiv:2103.03206; the resampler of Flamingo, "
                + "Alayrac et al. 2022, arXiv:2204.14198")
        .absent("Its tokens are never attended.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost("type embeddings", "N · width", "")
        .cost("latents", "latents · width", "")
        .cost(
            "cross-attention",
            "layers · 4 · width · (width + 1)",
            "layers · (2 · latents · width² + 2 · (T + include_latents · latents) · width² + "
                + "2 · latents · (T + include_latents · latents) · width)")
        .cost(
            "feed-forwards",
            "layers · (2 · width · feed_forward + width + feed_forward)",
            "layers · 2 · latents · width · feed_forward")
        .cost("norms", "layers · 6 · width + 2 · width", "")
        .cost(
            "encoder layers",
            "layers · self_layers · (4 · width · (width + 1) + (2 · width · feed_forward + "
                + "width + feed_forward) + 4 · width)",
            "layers · self_layers · (4 · latents · width² + 2 · latents² · width + 2 · "
                + "latents · width · feed_forward)")
        .example("width: W, feed_forward: 4W, self_layers: 1")
        .advice(
            "Many or long inputs: the cost grows with the number of tokens, not with its "
                + "square, and the number of tokens that come out is fixed, which suits a decoder "
                + "behind it. Latents see tokens only through an average that must first be "
                + "learned: on short inputs `merged-attention` has no such detour.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2] | .
            p1 = P_1 + e_1 [T_1, width] | p2 = P_2 + e_2 [T_2, width] | l = *latents [latents, width]
            [layers times
            . | s = S [T_1 + T_2, width] | c = cross-attention
            . | . | f = feed-forward
            . | . | e = self_layers encoder layers
            ]
            . | . | y = norm, pool [width]
            x1 > p1 > s
            x2 > p2 > s
            s ~> c
            l > c > f > e > y
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    return options.pooling().spec(width, List.of());
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
