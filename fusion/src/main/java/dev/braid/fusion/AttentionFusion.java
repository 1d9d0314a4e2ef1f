package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * {@code attention}: a = softmax(W [x_1; ...; x_N] + b) over the inputs, y = Σ a_m P_m x_m, {@code
 * [B, width]}; the attention fusion of torchmultimodal.
 *
 * <p>The weight of an absent input is 0, masked before the softmax; inside the concatenation stands
 * {@code missing.<m>}. Of two inputs an absent one leaves the other with weight 1, whatever stands
 * there, so {@code missing.<m>} learns nothing.
 */
public final class AttentionFusion extends VectorFactory<AttentionFusion.Options> {

  /** The options of {@code attention}. */
  public record Options(
      @Option(
              value = "Width that each input is projected to; null means the smallest input width",
              min = 1,
              max = 65536)
          @Nullable Integer width) {}

  @Override
  public String type() {
    return "attention";
  }

  @Override
  public String description() {
    return "Sum of the projected inputs, weighted by a softmax over the inputs";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Softmax weights decide how much each input counts",
            """
            a = softmax(W [x_1; ...; x_N] + b)    one weight for each input
            y = Σ a_m P_m x_m
            """)
        .from("The attention fusion of torchmultimodal")
        .absent(
            "Its weight is 0, masked before the softmax. Where the weights are computed "
                + "`missing.<m>` stands for it; of two inputs that vector has no effect and is not "
                + "trained.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .cost("weights", "N · (D + 1)", "N · D")
        .cost("vectors for absent inputs", "D", "")
        .example("width: W")
        .advice(
            "When which input matters differs from sample to sample; the weights can be "
                + "looked at. A weight counts for all channels alike: for a choice in each channel "
                + "take `gated`. It does not multiply inputs with each other.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    return width(options, inputs);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static int width(Options options, FusionInputs inputs) {
    Integer width = options.width();
    return width != null ? width : Collections.min(inputs.widths().values());
  }

  private static final class Block extends VectorFusion {

    private final Projection projection;
    private final Linear attention;
    private final PerInput<Parameter> missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      projection = child("projection", new Projection(inputs, width(options, inputs)));
      attention = child("attention", new Linear(inputs.totalWidth(), inputs.names().size()));
      missing = missing(inputs);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray logits = attention.apply(filledConcat(x, present, missing));
      NDArray weights = Tensors.maskedSoftmax(logits, stack(present.list()));
      return weightedSum(weights, projection.apply(x).list());
    }
  }
}
