package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code merged-attention}: one Transformer over the tokens of all inputs:
 *
 * <pre>{@code
 * S = [cls; P_1 x_1 + e_1; ...; P_N x_N + e_N]  [B, Σ T_m, width]; cls only with pooling cls
 * S <- encoder layers(S); S <- LN(S)            the last norm with pre_norm only
 * y = pool(S)                                   [B, width]; with pooling none S and its mask
 * }</pre>
 *
 * VisualBERT, Li et al. 2019 (arXiv:1908.03557); ViLT, Kim et al. 2021 (arXiv:2102.03334).
 *
 * <p>The tokens of an input that a sample lacks are neither attended nor pooled.
 */
public final class MergedAttentionFusion extends TokenFactory<MergedAttentionFusion.Options> {

  /** The options of {@code merged-attention}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = TokenOptions.PRE_NORM, byDefault = "true") boolean preNorm,
      @Option(value = TokenOptions.TYPE_EMBEDDING, byDefault = "true") boolean typeEmbedding,
      @Option(
              value =
                  "How all tokens become one vector: mean, first, last or cls, a learned token; none"
                      + " yields the tokens",
              byDefault = "mean")
          Pooling pooling,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements TransformerOptions {}

  /** As the plugin lists it. */
  public MergedAttentionFusion() {
    super(false, Pooling.values());
  }

  @Override
  public String type() {
    return "merged-attention";
  }

  @Override
  public String description() {
    return "One Transformer over the tokens of all inputs (VisualBERT, ViLT)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "One Transformer over all inputs' tokens",
            """
            S = [cls; P_1 x_1 + e_1; ...; P_N x_N + e_N]    cls only with pooling: cls
            S <- encoder layers(S); S <- LN(S)              the last norm with pre_norm only
            y = pool(S); with pooling: none S and its mask
            """)
        .from(
            "VisualBERT, Li et al. 2019, arXiv:1908.03557; ViLT, Kim et al. 2021, "
                + "arXiv:2102.03334")
        .absent("Its tokens are neither attended nor pooled.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost("type embeddings", "N · width", "")
        .cost(
            "attention",
            "layers · 4 · width · (width + 1)",
            "layers · (4 · T · width² + 2 · T² · width)")
        .cost(
            "feed-forwards",
            "layers · (2 · width · feed_forward + width + feed_forward)",
            "layers · 2 · T · width · feed_forward")
        .cost("norms", "layers · 4 · width + 2 · width", "")
        .example("width: W, feed_forward: 4W")
        .advice(
            "The simplest token operator, with one set of weights for all inputs whatever "
                + "their number. Time and memory grow with the square of all tokens together: with "
                + "long inputs take `bottleneck` or `perceiver`. With pooling: mean a long input "
                + "outvotes a short one; pooling: cls does not.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2]
            p1 = P_1 [T_1, width] | p2 = P_2 [T_2, width]
            e1 = + e_1, its type | e2 = + e_2, its type
            s = one sequence [T_1 + T_2, width]
            [layers times
            a = self-attention
            f = feed-forward
            ]
            y = norm, pool [width]
            x1 > p1 > e1 > s > a > f > y
            x2 > p2 > e2 > s
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    return options.pooling().spec(width, inputs.names());
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends JointFusion {

    private final @Nullable Parameter cls;
    private final List<EncoderLayer> layers;
    private final @Nullable LayerNorm norm;

    Block(Options options, FusionInputs inputs) {
      super(inputs, options, options.typeEmbedding());
      Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
      cls =
          options.pooling() == Pooling.CLS
              ? parameter("cls", Init.normal(0.02), sizes.width())
              : null;
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(i -> child("layers." + i, sizes.encoderLayer()))
              .toList();
      norm = options.preNorm() ? child("norm", sizes.norm()) : null;
    }

    @Override
    Sequence read(Sequence joint, boolean training) {
      Sequence all =
          cls == null ? joint : Sequence.real(Tensors.repeat(cls, joint.tokens())).then(joint);
      NDArray y = all.tokens();
      for (EncoderLayer layer : layers) {
        y = layer.apply(y, all.mask(), training);
      }
      return new Sequence(norm == null ? y : norm.apply(y), all.mask());
    }
  }
}
