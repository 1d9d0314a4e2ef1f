package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code late}: decision-level fusion. Each input gives scores s_m = H_m x_m, or softmax(H_m x_m)
 * in the space {@code probabilities}; y = Σ w_m s_m, {@code [B, output]}, with equal weights or w =
 * softmax(combination). Common practice.
 *
 * <p>An absent input is left out, the weights are normalised over the present ones; zeros where
 * none is.
 */
public final class LateFusion extends VectorFactory<LateFusion.Options> {

  /** Where the weights of the inputs come from. */
  public enum Weighting {
    /** The same for every present input. */
    MEAN,
    /** One trained weight for each input. */
    LEARNED
  }

  /** What the scores are. */
  public enum Space {
    /** As the linear layer yields them. */
    LOGITS,
    /** After a softmax. */
    PROBABILITIES
  }

  /** The options of {@code late}. */
  public record Options(
      @Option(value = "Number of scores", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = "Equal weights, or one trained weight for each input", byDefault = "mean")
          Weighting weighting,
      @Option(value = "What is averaged", byDefault = "logits") Space space) {}

  @Override
  public String type() {
    return "late";
  }

  @Override
  public String description() {
    return "Weighted mean of scores that each input gives on its own (decision-level fusion)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Averages decisions that each input makes alone",
            """
            s_m = H_m x_m, or softmax(H_m x_m) with space: probabilities
            y   = Σ w_m s_m    equal weights, or w = softmax(combination) with weighting: learned
            """)
        .from("Common practice (decision-level fusion)")
        .absent("Left out; the weights are shared out among those present; zeros where none is.")
        .yields("output")
        .cost("heads", "Σ_m (d_m + 1) · output", "Σ_m d_m · output")
        .example("output: W")
        .advice(
            "When inputs can be judged on their own, may be missing, or come from models "
                + "trained apart. It cannot answer what needs two inputs at once, such as a "
                + "question about a picture. It stands before a task's head, which still follows "
                + "it.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.space() == Space.PROBABILITIES && options.output() == 1) {
      problems.add("output", "the probability of a single outcome is always 1: set two or more");
    }
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    return options.output();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Space space;
    private final PerInput<Linear> head;
    private final @Nullable Parameter combination;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      space = options.space();
      head =
          PerInput.of(
              inputs.names(),
              m -> child("head." + m, new Linear(inputs.width(m), options.output())));
      combination =
          options.weighting() == Weighting.LEARNED
              ? parameter("combination", Init.zeros(), inputs.names().size())
              : null;
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> scores = head.map((m, layer) -> layer.apply(x.get(m)));
      PerInput<NDArray> votes =
          space == Space.PROBABILITIES ? scores.map((m, s) -> s.softmax(1)) : scores;
      if (combination == null) {
        return Combination.MEAN.apply(votes, present, null);
      }
      NDArray here = stack(present.list());
      NDArray zeros = here.toType(DataType.FLOAT32, false).zerosLike();
      NDArray weights = Tensors.maskedSoftmax(zeros.add(combination.getArray()), here);
      return weightedSum(weights, votes.list());
    }
  }
}
