package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code cross-attention}: Transformer layers in which the tokens of each input attend the tokens
 * of all others; then each stream is pooled and the vectors are combined. With {@code query} only
 * that input's stream is updated and pooled. Vaswani et al. 2017; Tan and Bansal 2019
 * (arXiv:1908.07490).
 *
 * <p>An input that a sample lacks is never attended; in its place in the result stands {@code
 * missing.<m>} (concat, query), nothing (mean, sum) or ones (product).
 *
 * <p>A {@code cls} token meets its own stream's tokens in self-attention only: with {@code query},
 * {@code pooling: cls} and no {@code self_attention} the result does not depend on the values of
 * the query's tokens, only on those of the other inputs.
 */
public final class CrossAttentionFusion implements FusionFactory<CrossAttentionFusion.Options> {

  /** The options of {@code cross-attention}. */
  public record Options(
      @Option(
              value =
                  "Width that each input is projected to; null takes the inputs as they are, which"
                      + " must then have one width",
              byDefault = "256",
              min = 1)
          @Nullable Integer width,
      @Option(value = "Attention heads; must divide the width", byDefault = "4", min = 1) int heads,
      @Option(value = "Number of layers", byDefault = "1", min = 1) int layers,
      @Option(value = "Inner width of the feed-forward; null means 4 * width", min = 1)
          @Nullable Integer feedForward,
      @Option(value = "Function inside the feed-forward", byDefault = "gelu")
          Nonlinearity activation,
      @Option(
              value = "Norm before each sub-layer, x + f(LN x), or after it, LN(x + f(x))",
              byDefault = "true")
          boolean preNorm,
      @Option(value = "Whether each stream also attends itself", byDefault = "false")
          boolean selfAttention,
      @Option("The input whose stream alone is updated and pooled; null updates all")
          @Nullable String query,
      @Option(value = "How the tokens of a stream become one vector", byDefault = "mean")
          Pooling pooling,
      @Option(
              value = "How the streams' vectors become one; of no use with query",
              byDefault = "concat")
          Combination combine,
      @Option(
              value = "Dropout on attention weights, in the feed-forward and on sub-layers",
              byDefault = "0.1",
              min = 0,
              max = 0.99)
          double dropout) {}

  @Override
  public String type() {
    return "cross-attention";
  }

  @Override
  public String description() {
    return "Transformer layers in which each input's tokens attend the tokens of all others";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    Integer width = options.width();
    if (width != null) {
      checkHeads(width, options.heads(), problems);
    }
  }

  private static void checkHeads(int width, int heads, Problems problems) {
    if (width % heads != 0) {
      problems.add("heads", "width " + width + " is not a multiple of heads " + heads);
    }
  }

  @Override
  public Form wants(Options options) {
    return Form.TOKENS;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    List<String> names = inputs.names();
    if (names.size() < 2) {
      problems.add(
          "", "cross-attention needs two inputs or more, here only " + String.join("", names));
    }
    Projection.check(options.width(), inputs, problems);
    int width = Projection.width(options.width(), inputs);
    if (options.width() == null && inputs.sameWidth()) {
      checkHeads(width, options.heads(), problems);
    }
    String query = options.query();
    if (query == null) {
      return EncodingSpec.pooled(options.combine().width(names.size(), width));
    }
    if (!names.contains(query)) {
      problems.add("query", "no input named '" + query + "'; inputs: " + String.join(", ", names));
    }
    return EncodingSpec.pooled(width);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends TokenFusion {

    private final Options options;
    private final List<String> queries;
    private final Projection projection;
    private final @Nullable PerInput<Parameter> cls;
    private final List<CrossAttentionLayer> layers;
    private final @Nullable PerInput<LayerNorm> norm;
    private final @Nullable PerInput<Parameter> missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      this.options = options;
      String query = options.query();
      Integer inner = options.feedForward();
      int width = Projection.width(options.width(), inputs);
      queries = query == null ? inputs.names() : List.of(query);
      projection = child("projection", new Projection(inputs, options.width()));
      cls = options.pooling() == Pooling.CLS ? vectors("cls.", width) : null;
      CrossAttentionLayer.Sizes sizes =
          new CrossAttentionLayer.Sizes(
              width,
              options.heads(),
              inner == null ? 4 * width : inner,
              options.activation(),
              options.selfAttention(),
              new Residual(options.preNorm(), options.dropout()));
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(
                  i ->
                      child("layers." + i, new CrossAttentionLayer(inputs.names(), queries, sizes)))
              .toList();
      norm =
          options.preNorm()
              ? PerInput.of(queries, m -> child("norm." + m, new LayerNorm(width)))
              : null;
      boolean fills = query != null || options.combine() == Combination.CONCAT;
      missing = fills ? vectors("missing.", width) : null;
    }

    private PerInput<Parameter> vectors(String prefix, int width) {
      return PerInput.of(queries, m -> parameter(prefix + m, Init.normal(0.02), width));
    }

    @Override
    Encoding fuseTokens(
        PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
      PerInput<NDArray> here = masks.map((m, mask) -> Tensors.anyReal(mask));
      PerInput<NDArray> tokens = projection.apply(x);
      PerInput<NDArray> real = masks;
      if (cls != null) {
        PerInput<NDArray> bare = tokens;
        tokens = bare.with(cls.map((m, c) -> inFront(Tensors.repeat(c, bare.get(m)), bare.get(m))));
        real = masks.with(cls.map((m, c) -> inFront(here.get(m).expandDims(1), masks.get(m))));
      }
      for (CrossAttentionLayer layer : layers) {
        tokens = layer.apply(tokens, real, training);
      }
      PerInput<NDArray> last = tokens;
      PerInput<NDArray> streams =
          norm == null ? last : norm.map((m, layer) -> layer.apply(last.get(m)));
      PerInput<NDArray> mask = real;
      PerInput<NDArray> pooled =
          PerInput.of(queries, m -> options.pooling().apply(streams.get(m), mask.get(m)));
      // One stream "side by side" is that stream, its missing vector where it is absent.
      Combination combine = options.query() == null ? options.combine() : Combination.CONCAT;
      return Encoding.ofPooled(combine.apply(pooled, here, missing), present);
    }

    private static NDArray inFront(NDArray first, NDArray rest) {
      return Tensors.concat(List.of(first, rest), 1);
    }
  }
}
