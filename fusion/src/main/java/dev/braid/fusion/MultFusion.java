package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
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
