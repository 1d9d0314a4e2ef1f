package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code nl-gate}: the non-local gate, Wang et al. 2018 (arXiv:1711.07971), Wang, Tran and Feiszli
 * 2020 (arXiv:1905.12681). The main input becomes queries Q {@code [positions, channels]}, each
 * other input keys K_m {@code [channels, memory]} and values V_m {@code [memory, channels]}, joined
 * along the memory; y = flatten(Q + softmax(Q K) V), {@code [B, positions * channels]}, without
 * scaling.
 *
 * <p>The memory of an absent input is masked; without any memory y = flatten(Q). In the place of an
 * absent main input stands {@code missing.<main>}.
 */
public final class NlGateFusion extends VectorFactory<NlGateFusion.Options> {

  /** The options of {@code nl-gate}. */
  public record Options(
      @Option(value = "Number of queries", byDefault = "8", min = 1, max = 4096) int positions,
      @Option(value = "Width of a query, a key and a value", byDefault = "32", min = 1, max = 4096)
          int channels,
      @Option(
              value = "Number of memory entries of each other input",
              byDefault = "8",
              min = 1,
              max = 4096)
          int memory,
      @Option("The input that makes the queries; null means the first") @Nullable String main) {}

  @Override
  public String type() {
    return "nl-gate";
  }

  @Override
  public String description() {
    return "Non-local gate: positions of one input attend memories made of the others";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "One input attends memories made of the others",
            """
            Q = W_q x_main [positions, channels];  K, V = those of all other inputs, joined along memory
            y = flatten(Q + softmax(Q K) V)    without scaling
            """)
        .from(
            "Non-local networks, Wang et al. 2018, arXiv:1711.07971; Wang, Tran and Feiszli "
                + "2020, arXiv:1905.12681")
        .absent(
            "The memory of another input is masked; without any memory y = flatten(Q). For "
                + "the main input the learned `missing.<main>` stands in.")
        .yields("positions · channels")
        .cost("queries", "(d_main + 1) · positions · channels", "d_main · positions · channels")
        .cost(
            "keys and values",
            "Σ_o 2 · (d_o + 1) · memory · channels",
            "Σ_o 2 · d_o · memory · channels")
        .cost("attention", "", "2 · (N − 1) · positions · channels · memory")
        .cost("vector for the absent main input", "d_main", "")
        .advice(
            "For pooled vectors where one input leads and should pick from the others. "
                + "Positions are cut out of one vector and have no place in the sample: where "
                + "encoders yield tokens, `cross-attention` is the real thing. Scores are not "
                + "scaled, so large inputs make the softmax hard.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    mainWidth(options.main(), inputs, problems);
    return options.positions() * options.channels();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Options options;
    private final String main;
    private final Linear query;
    private final PerInput<Linear> key;
    private final PerInput<Linear> value;
    private final Parameter missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      this.options = options;
      main = main(options.main(), inputs);
      query =
          child("query", new Linear(inputs.width(main), options.positions() * options.channels()));
      key = memories("key.", inputs);
      value = memories("value.", inputs);
      missing = missing(main, inputs);
    }

    private PerInput<Linear> memories(String prefix, FusionInputs inputs) {
      int size = options.memory() * options.channels();
      return PerInput.of(
          others(main, inputs), m -> child(prefix + m, new Linear(inputs.width(m), size)));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      int positions = options.positions();
      int channels = options.channels();
      int memory = options.memory();
      NDArray base = Tensors.or(present.get(main), x.get(main), missing);
      long batch = base.getShape().get(0);
      NDArray q = query.apply(base).reshape(batch, positions, channels);
      NDArray k =
          Tensors.concat(
              key.map((m, l) -> l.apply(x.get(m)).reshape(batch, channels, memory)).list(), 2);
      NDArray v =
          Tensors.concat(
              value.map((m, l) -> l.apply(x.get(m)).reshape(batch, memory, channels)).list(), 1);
      Shape each = new Shape(batch, memory);
      NDArray here =
          Tensors.concat(key.map((m, l) -> present.get(m).expandDims(1).broadcast(each)).list(), 1);
      NDArray weights = Tensors.maskedSoftmax(q.matMul(k), here.expandDims(1));
      return q.add(weights.matMul(v)).reshape(batch, (long) positions * channels);
    }
  }
}
