package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code bottleneck}: a Transformer for each input; the inputs exchange what passes through a few
 * tokens that all of them attend:
 *
 * <pre>{@code
 * X_m = P_m x_m                      [B, T_m, width]; cls first with pooling cls
 * X_m <- Layer_m(X_m)                in layers before fusion_layer
 * [X_m; b_m] <- Layer_m([X_m; b])    from there on, b [B, bottlenecks, width]
 * b   <- mean of b_m                 over the inputs that are present
 * y   = combine(pool X_1, ..., pool X_N), each X_m normed before with pre_norm
 * }</pre>
 *
 * Multimodal Bottleneck Transformer, Nagrani et al. 2021 (arXiv:2107.00135).
 *
 * <p>An input that a sample lacks adds nothing to b; in its place in the result stands {@code
 * missing.<m>} (concat), nothing (mean, sum) or ones (product).
 */
public final class BottleneckFusion extends TokenFactory<BottleneckFusion.Options> {

  /** The options of the operator. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "2", min = 1) int layers,
      @Option(
              value = "The first layer that exchanges, counted from 0; less than layers",
              byDefault = "0",
              min = 0)
          int fusionLayer,
      @Option(value = "Number of tokens that the inputs exchange", byDefault = "4", min = 1)
          int bottlenecks,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = TokenOptions.PRE_NORM, byDefault = "true") boolean preNorm,
      @Option(value = TokenOptions.STREAM_POOLING, byDefault = "mean") Pooling pooling,
      @Option(value = TokenOptions.COMBINE, byDefault = "concat") Combination combine,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements StreamOptions {}

  /** As the plugin lists it. */
  public BottleneckFusion() {
    super(false, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.CLS);
  }

  @Override
  public String type() {
    return "bottleneck";
  }

  @Override
  public String description() {
    return "A Transformer for each input; they exchange a few bottleneck tokens (MBT)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Inputs exchange only a few bottleneck tokens",
            """
            X_m = P_m x_m                       cls first with pooling: cls
            X_m <- Layer_m(X_m)                 in layers before fusion_layer
            [X_m; b_m] <- Layer_m([X_m; b])     from there on, b [bottlenecks, width]
            b <- mean of b_m                    over the inputs that are present
            y = combine(pool X_1, ..., pool X_N), each X_m normed before with pre_norm
            """)
        .from("Multimodal Bottleneck Transformer, Nagrani et al. 2021, arXiv:2107.00135")
        .absent(
            "It adds nothing to b. In its place in the result stands the learned "
                + "`missing.<m>` (concat), nothing (mean, sum) or ones (product).")
        .yields("N · width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost("bottleneck tokens", "bottlenecks · width", "")
        .cost(
            "attention",
            "layers · N · 4 · width · (width + 1)",
            "(layers − fusion_layer) · Σ_m (4 · (T_m + bottlenecks) · width² + 2 · (T_m + "
                + "bottlenecks)² · width) + fusion_layer · Σ_m (4 · T_m · width² + 2 · T_m² · "
                + "width)")
        .cost(
            "feed-forwards",
            "layers · N · (2 · width · feed_forward + width + feed_forward)",
            "2 · width · feed_forward · (layers · T + (layers − fusion_layer) · N · "
                + "bottlenecks)")
        .cost("norms", "layers · N · 4 · width + N · 2 · width", "")
        .cost("vectors for absent inputs", "N · width", "")
        .example("width: W, feed_forward: 4W")
        .advice(
            "Long inputs, such as sound and video: attention stays within an input, so its "
                + "cost grows with the sum of the squares of the lengths and not with the square "
                + "of the sum. What depends on single tokens of two inputs has to pass a narrow "
                + "gate, and needs two exchanging layers or more to get through: with layers: 1 "
                + "inputs do not reach each other.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | b = *bottlenecks b [bottlenecks, width] | x2 = x_2 [T_2, d_2]
            p1 = P_1 [T_1, width] | . | p2 = P_2 [T_2, width]
            [layers times
            a1 = Transformer layer 1 [T_1 + bottlenecks] | . | a2 = Transformer layer 2 [T_2 + bottlenecks]
            . | m = mean of b_1, b_2 | .
            ]
            l1 = norm, pool [width] | . | l2 = norm, pool [width]
            y = combine [N width]
            x1 > p1 > a1 > l1 > y
            x2 > p2 > a2 > l2 > y
            b > a1 > m
            b > a2 > m
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    super.check(options, problems);
    if (options.fusionLayer() >= options.layers()) {
      problems.add(
          "fusion_layer",
          "layers are counted from 0 and there are "
              + options.layers()
              + ": with "
              + options.fusionLayer()
              + " the inputs would exchange nothing");
    }
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    return EncodingSpec.pooled(options.combine().width(inputs.names().size(), width));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends StreamFusion {

    private final int fusionLayer;
    private final Parameter bottleneck;
    private final List<PerInput<EncoderLayer>> layers;

    Block(Options options, FusionInputs inputs) {
      super(inputs, inputs.names(), options, options.combine());
      fusionLayer = options.fusionLayer();
      Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
      bottleneck = parameter("bottleneck", Init.normal(0.02), options.bottlenecks(), sizes.width());
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(
                  i ->
                      PerInput.of(
                          names(), m -> child("layers." + i + "." + m, sizes.encoderLayer())))
              .toList();
    }

    @Override
    PerInput<NDArray> update(
        PerInput<NDArray> tokens,
        PerInput<NDArray> masks,
        PerInput<NDArray> present,
        boolean training) {
      PerInput<NDArray> x = tokens;
      NDArray b = Tensors.repeat(bottleneck, tokens.get(names().get(0)));
      for (int i = 0; i < layers.size(); i++) {
        PerInput<EncoderLayer> layer = layers.get(i);
        if (i < fusionLayer) {
          x = x.map((m, own) -> layer.get(m).apply(own, masks.get(m), training));
          continue;
        }
        Sequence shared = Sequence.real(b);
        PerInput<NDArray> both =
            x.map(
                (m, own) -> {
                  Sequence all = new Sequence(own, masks.get(m)).then(shared);
                  return layer.get(m).apply(all.tokens(), all.mask(), training);
                });
        x = both.map((m, y) -> y.get(":, 0:{}", length(masks.get(m))));
        b = mean(both.map((m, y) -> y.get(":, {}:", length(masks.get(m)))), present, b.getShape());
      }
      return x;
    }

    private static long length(NDArray mask) {
      return mask.getShape().get(1);
    }

    /** Zeros for a sample without any input, none of whose streams reaches the result. */
    private static NDArray mean(
        PerInput<NDArray> bottlenecks, PerInput<NDArray> present, Shape shape) {
      PerInput<NDArray> flat =
          bottlenecks.map((m, y) -> y.reshape(shape.get(0), shape.get(1) * shape.get(2)));
      return Combination.MEAN.apply(flat, present, null).reshape(shape);
    }
  }
}
