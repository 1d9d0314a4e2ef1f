package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code concat}: y = MLP([x_1; ...; x_N]), or the plain concatenation. A learned vector {@code
 * missing.<m>} stands in the slot of an absent input.
 */
public final class ConcatFusion implements FusionFactory<ConcatFusion.Options> {

  /** What stands in the slot of an absent input. */
  public enum Missing {
    /** A trained vector, {@code missing.<m>}. */
    LEARNED,
    /** Zeros: for data where nothing is missing, so that no parameter is left untrained. */
    ZEROS
  }

  /** The options of {@code concat}. */
  public record Options(
      @Option(value = "Widths of the hidden layers of an MLP", byDefault = "[]", min = 1)
          List<Integer> hidden,
      @Option(value = "Output width of the MLP; null leaves the plain concatenation", min = 1)
          @Nullable Integer output,
      @Option(value = "Function between the layers of the MLP", byDefault = "relu")
          Nonlinearity activation,
      @Option(value = "What stands in the slot of an absent input", byDefault = "learned")
          Missing missing) {}

  @Override
  public String type() {
    return "concat";
  }

  @Override
  public String description() {
    return "Concatenation of the inputs, plain or through an MLP";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Puts inputs side by side, then an MLP",
            """
            y = [x_1; ...; x_N]          without output
            y = MLP([x_1; ...; x_N])     with output
            """)
        .from("Common practice")
        .absent(
            "The learned vector `missing.<m>` stands in its slot; with `missing: zeros` "
                + "zeros do.")
        .yields("output")
        .cost("vectors for absent inputs", "D", "")
        .cost("MLP", "(D + 1) · hidden + (hidden + 1) · output", "D · hidden + hidden · output")
        .example("hidden: [W], output: W")
        .advice(
            "The usual first choice: nothing is lost and a hidden layer can learn how inputs "
                + "depend on each other. Plain, without output, it leaves all of that to the head, "
                + "and its width grows with every input.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    mlp(options).check(problems);
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    return EncodingSpec.pooled(mlp(options).width(inputs.totalWidth()));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static OutputMlp mlp(Options options) {
    return new OutputMlp(options.hidden(), options.output(), options.activation());
  }

  private static final class Block extends VectorFusion {

    private final @Nullable PerInput<Parameter> missing;
    private final @Nullable Mlp mlp;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      missing = options.missing() == Missing.ZEROS ? null : missing(inputs);
      Mlp layers = mlp(options).create(inputs.totalWidth());
      mlp = layers == null ? null : child("mlp", layers);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray joined =
          missing == null ? Tensors.concat(x.list(), 1) : filledConcat(x, present, missing);
      return mlp == null ? joined : mlp.apply(joined, training);
    }
  }
}
