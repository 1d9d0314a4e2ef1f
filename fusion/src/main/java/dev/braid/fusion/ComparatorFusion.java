package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code comparator}: with e_m = act(P_m x_m), for each pair of inputs a before b the features [e_a
 * · e_b; e_a * e_b; |e_a - e_b|; e_aᵀ W_ab e_b], side by side, {@code [B, pairs * (2 * width +
 * 2)]}. Ludwig's comparator combiner, with a trained W; features of InferSent, Conneau et al. 2017
 * (arXiv:1705.02364).
 *
 * <p>In the place of an absent input's x_m stands {@code missing.<m>}.
 */
public final class ComparatorFusion extends VectorFactory<ComparatorFusion.Options> {

  /** The options of {@code comparator}. */
  public record Options(
      @Option(
              value = "Width that each input is projected to",
              byDefault = "256",
              min = 1,
              max = 65536)
          int width,
      @Option(value = "Function after the projection; null for none", byDefault = "relu")
          @Nullable Nonlinearity activation) {}

  @Override
  public String type() {
    return "comparator";
  }

  @Override
  public String description() {
    return "Products, differences and bilinear forms of all pairs of inputs, side by side";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Similarities and differences of all pairs",
            """
            e_m = act(P_m x_m);  for each pair of inputs, side by side:
            [e_a · e_b; e_a * e_b; |e_a - e_b|; e_aᵀ W_ab e_b]
            """)
        .from(
            "Ludwig's comparator, here with a trained W; features of InferSent, Conneau et "
                + "al. 2017, arXiv:1705.02364")
        .absent("The learned `missing.<m>` stands in its place.")
        .yields("N · (N − 1) · (width + 1)")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .cost("bilinear forms", "N · (N − 1) / 2 · width²", "N · (N − 1) / 2 · width²")
        .cost("vectors for absent inputs", "D", "")
        .example("width: W")
        .advice(
            "For tasks that ask whether inputs agree: matching, duplicates, entailment. What "
                + "only one input says is kept badly, so it is a poor choice where the answer lies "
                + "in one input; the result's width grows with the number of pairs.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    int width = options.width();
    SizeLimit.check("bilinear.<input>.<input>", "width", "width", problems, width, width);
    return Pair.of(inputs.names()).size() * (2 * width + 2);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final @Nullable Nonlinearity activation;
    private final Projection projection;
    private final Map<Pair, Parameter> bilinear = new LinkedHashMap<>();
    private final PerInput<Parameter> missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      int width = options.width();
      activation = options.activation();
      projection = child("projection", new Projection(inputs, width));
      for (Pair pair : Pair.of(inputs.names())) {
        Init init = Init.fanIn((long) width * width);
        bilinear.put(pair, parameter("bilinear." + pair.name(), init, width, width));
      }
      missing = missing(inputs);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> z =
          projection.apply(x.map((m, value) -> Tensors.or(present.get(m), value, missing.get(m))));
      PerInput<NDArray> e = activation == null ? z : z.map((m, value) -> activation.apply(value));
      List<NDArray> features = new ArrayList<>();
      bilinear.forEach(
          (pair, w) -> {
            NDArray a = e.get(pair.a());
            NDArray b = e.get(pair.b());
            NDArray product = a.mul(b);
            features.add(product.sum(new int[] {1}, true));
            features.add(product);
            features.add(a.sub(b).abs());
            features.add(a.matMul(w.getArray()).mul(b).sum(new int[] {1}, true));
          });
      return Tensors.concat(features, 1);
    }
  }
}
