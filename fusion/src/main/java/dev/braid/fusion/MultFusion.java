package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Encoding;
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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code mult}: for every ordered pair of inputs a stack of cross-attention layers, then for each
 * input self-attention over what it found in all the others:
 *
 * <pre>{@code
 * X_m    = P_m x_m                              [B, T_m, width]
 * Z_s->t = LN(cross-attention layers(X_t; X_s))  t attends s, which stays X_s in every layer
 * M_t    = LN(encoder layers([Z_s->t]_s))        [B, T_t, (N-1) width]
 * h      = [pool M_1; ...; pool M_N]             [B, N (N-1) width]
 * y      = h + L2 relu(L1 h)                     h alone without residual
 * }</pre>
 *
 * All norms are before the sub-layers. Multimodal Transformer, Tsai et al. 2019 (arXiv:1906.00295);
 * its positional embedding and the scaling of its inputs are left to the encoders.
 *
 * <p>From an input that a sample lacks the others get nothing, their own stream passes alone; in
 * its own place in h stands {@code missing.<m>}.
 */
public final class MultFusion extends TokenFactory<MultFusion.Options> {

  /** The options of {@code mult}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "128", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = "Cross-attention layers of each pair of inputs", byDefault = "1", min = 1)
          int layers,
      @Option(value = "Self-attention layers of each input", byDefault = "1", min = 0)
          int memoryLayers,
      @Option(
              value = "Inner width of a feed-forward, in widths of its stack",
              byDefault = "4",
              min = 1)
          int feedForwardFactor,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "relu") Nonlinearity activation,
      @Option(
              value = "How the tokens of an input become one vector: last, first or mean",
              byDefault = "last")
          Pooling pooling,
      @Option(value = "Whether a feed-forward with a residual ends it", byDefault = "true")
          boolean residual,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements TokenOptions {

    private Sizes sizes(int width) {
      return new Sizes(
          width, heads, feedForwardFactor * width, activation, new Residual(true, dropout));
    }
  }

  /** As the plugin lists it. */
  public MultFusion() {
    super(true, Pooling.MEAN, Pooling.FIRST, Pooling.LAST);
  }

  @Override
  public String type() {
    return "mult";
  }

  @Override
  public String description() {
    return "Cross-attention for every ordered pair of inputs, then self-attention (MulT)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Cross-attention per ordered pair, then self-attention",
            """
            X_m    = P_m x_m
            Z_s→t  = LN(cross-attention layers(X_t; X_s))    t attends s, which stays X_s in every layer
            M_t    = LN(encoder layers([Z_s→t]_s))           [T_t, (N-1) width]
            h      = [pool M_1; ...; pool M_N]
            y      = h + L2 relu(L1 h)                       h alone without residual
            """)
        .from("Multimodal Transformer, Tsai et al. 2019, arXiv:1906.00295")
        .absent(
            "From it the others get nothing, their own stream passes alone. In its own place "
                + "in h stands the learned `missing.<m>`.")
        .yields("N · (N − 1) · width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost(
            "cross-attention",
            "layers · N · (N − 1) · 4 · width · (width + 1)",
            "layers · Σ_m (2 · (N − 1) · T_m · width² + 2 · (T − T_m) · width² + 2 · T_m · "
                + "(T − T_m) · width)")
        .cost(
            "its feed-forwards",
            "layers · N · (N − 1) · (2 · feed_forward_factor · width² + (feed_forward_factor "
                + "+ 1) · width)",
            "layers · (N − 1) · T · 2 · feed_forward_factor · width²")
        .cost(
            "self-attention",
            "memory_layers · N · 4 · ((N − 1) · width) · (((N − 1) · width) + 1)",
            "memory_layers · Σ_m (4 · T_m · ((N − 1) · width)² + 2 · T_m² · ((N − 1) · "
                + "width))")
        .cost(
            "its feed-forwards",
            "memory_layers · N · (2 · feed_forward_factor · ((N − 1) · width)² + "
                + "(feed_forward_factor + 1) · ((N − 1) · width))",
            "memory_layers · T · 2 · feed_forward_factor · ((N − 1) · width)²")
        .cost("norms", "N · ((N − 1) · width) · (4 · layers + 4 · memory_layers + 4)", "")
        .cost(
            "last feed-forward",
            "2 · (N · ((N − 1) · width))² + 2 · N · ((N − 1) · width)",
            "2 · (N · ((N − 1) · width))²")
        .cost("vectors for absent inputs", "N · ((N − 1) · width)", "")
        .example("width: W")
        .advice(
            "For unaligned sequences of language, sound and video, its home ground. A stack "
                + "for every ordered pair makes it grow with the square of the number of inputs "
                + "and the self-attention after it with the cube: four inputs are expensive. "
                + "Positions are left to the encoders.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2]
            p1 = P_1 [T_1, width] | p2 = P_2 [T_2, width]
            [layers times
            c1 = cross-attention 2→1 | c2 = cross-attention 1→2
            f1 = feed-forward | f2 = feed-forward
            ]
            [memory_layers times
            s1 = self-attention | s2 = self-attention
            g1 = feed-forward | g2 = feed-forward
            ]
            l1 = norm, pool | l2 = norm, pool
            h = side by side [N (N-1) width]
            y = + feed-forward
            x1 > p1 > c1 > f1 > s1 > g1 > l1 > h > y
            x2 > p2 > c2 > f2 > s2 > g2 > l2 > h
            p1 ~> c2
            p2 ~> c1
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    // One input is reported, but a width it must have.
    int others = Math.max(1, inputs.names().size() - 1);
    return EncodingSpec.pooled(inputs.names().size() * others * width);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  /** Layers and the norm behind the last. */
  private record Stack<L>(List<L> layers, LayerNorm norm) {}

  private static final class Block extends TokenFusion {

    private final Pooling pooling;
    private final Projection projection;
    private final PerInput<PerInput<Stack<CrossmodalLayer>>> crossmodal;
    private final PerInput<Stack<EncoderLayer>> memory;
    private final @Nullable FeedForward residual;
    private final PerInput<Parameter> missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      pooling = options.pooling();
      projection = child("projection", new Projection(inputs, options.width()));
      Sizes narrow = options.sizes(Projection.width(options.width(), inputs));
      Sizes wide = options.sizes((names().size() - 1) * narrow.width());
      crossmodal =
          PerInput.of(
              names(),
              t ->
                  PerInput.of(
                      others(t, inputs),
                      s ->
                          stack(
                              "crossmodal." + t + "." + s,
                              options.layers(),
                              narrow,
                              () -> new CrossmodalLayer(narrow))));
      memory =
          PerInput.of(
              names(), t -> stack("memory." + t, options.memoryLayers(), wide, wide::encoderLayer));
      int total = names().size() * wide.width();
      residual =
          options.residual()
              ? child(
                  "residual", new FeedForward(total, total, Nonlinearity.RELU, options.dropout()))
              : null;
      missing =
          PerInput.of(names(), m -> parameter("missing." + m, Init.normal(0.02), wide.width()));
    }

    private <L extends Module> Stack<L> stack(
        String name, int layers, Sizes sizes, Supplier<L> layer) {
      return new Stack<>(
          IntStream.range(0, layers)
              .mapToObj(i -> child(name + ".layers." + i, layer.get()))
              .toList(),
          child(name + ".norm", sizes.norm()));
    }

    @Override
    Encoding fuseTokens(
        PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
      PerInput<NDArray> z = projection.apply(x);
      PerInput<NDArray> pooled =
          crossmodal.map(
              (t, sources) -> {
                PerInput<NDArray> found =
                    sources.map(
                        (s, stack) -> cross(stack, z.get(t), z.get(s), masks.get(s), training));
                NDArray y = Tensors.concat(found.list(), 2);
                for (EncoderLayer layer : memory.get(t).layers()) {
                  y = layer.apply(y, masks.get(t), training);
                }
                return pooling.apply(memory.get(t).norm().apply(y), masks.get(t));
              });
      PerInput<NDArray> here = masks.map((m, mask) -> Tensors.anyReal(mask));
      NDArray h = VectorFusion.filledConcat(pooled, here, missing);
      return Encoding.ofPooled(residual == null ? h : h.add(residual.apply(h, training)), present);
    }

    private static NDArray cross(
        Stack<CrossmodalLayer> stack, NDArray x, NDArray memory, NDArray mask, boolean training) {
      NDArray y = x;
      for (CrossmodalLayer layer : stack.layers()) {
        y = layer.apply(y, memory, mask, training);
      }
      return stack.norm().apply(y);
    }
  }

  /** Cross-attention whose queries and memory share a norm, and a feed-forward. */
  private static final class CrossmodalLayer extends Module {

    private final Residual residual;
    private final Attention attention;
    private final LayerNorm normCross;
    private final FeedForward feedForward;
    private final LayerNorm normFeedForward;

    CrossmodalLayer(Sizes sizes) {
      residual = sizes.residual();
      attention = child("cross_attention", sizes.attention());
      normCross = child("norm_cross", sizes.norm());
      feedForward = child("feed_forward", sizes.feedForward());
      normFeedForward = child("norm_feed_forward", sizes.norm());
    }

    NDArray apply(NDArray x, NDArray memory, NDArray mask, boolean training) {
      NDArray keys = normCross.apply(memory);
      NDArray y =
          residual.apply(x, normCross, n -> attention.apply(n, keys, mask, training), training);
      return residual.apply(y, normFeedForward, n -> feedForward.apply(n, training), training);
    }
  }
}
