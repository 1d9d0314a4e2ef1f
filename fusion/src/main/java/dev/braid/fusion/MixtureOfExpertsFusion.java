package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code mixture-of-experts}: experts f_m(x_m) and, with {@code joint}, f_J(c) of all inputs c =
 * [x_1; ...; x_N]; w = softmax(G c + g) over the experts, or over the {@code top_k} with the
 * largest logits; y = Σ w_e f_e, {@code [B, width]}. Jacobs et al. 1991; the top-k gate of Shazeer
 * et al. 2017 (arXiv:1701.06538), without noise.
 *
 * <p>The expert of an absent input is masked before the choice and the softmax; inside c stands
 * {@code missing.<m>}; the joint expert always stays. All experts are computed, also those that are
 * not chosen.
 */
public final class MixtureOfExpertsFusion extends VectorFactory<MixtureOfExpertsFusion.Options> {

  /** The options of {@code mixture-of-experts}. */
  public record Options(
      @Option(value = "Output width of every expert", byDefault = "256", min = 1, max = 65536)
          int width,
      @Option(
              value = "Widths of the hidden layers of every expert",
              byDefault = "[]",
              min = 1,
              max = 65536)
          List<Integer> hidden,
      @Option(value = "Function between the layers of an expert", byDefault = "relu")
          Nonlinearity activation,
      @Option(value = "Whether one more expert sees all inputs", byDefault = "false") boolean joint,
      @Option(
              value =
                  "Number of experts that count for a sample; null for all. With 1 the gate's"
                      + " weight is always 1 and it learns nothing",
              min = 1)
          @Nullable Integer topK) {}

  @Override
  public String type() {
    return "mixture-of-experts";
  }

  @Override
  public String description() {
    return "Sum of an MLP for each input, weighted by a gate that sees all inputs";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Gated sum of an MLP per input",
            """
            c = [x_1; ...; x_N];  f_m(x_m) is an MLP, with joint one more, f_J(c)
            w = softmax(G c + g) over the experts, or over the top_k largest
            y = Σ w_e f_e
            """)
        .from(
            "Jacobs et al. 1991; top-k gate of Shazeer et al. 2017, arXiv:1701.06538, "
                + "without noise")
        .absent(
            "Its expert is masked before the choice and the softmax; inside c the learned "
                + "`missing.<m>` stands for it; the joint expert always stays.")
        .yields("width")
        .cost(
            "experts",
            "Σ_m ((d_m + 1) · hidden + (hidden + 1) · width)",
            "Σ_m (d_m · hidden + hidden · width)")
        .cost("gate", "N · (D + 1)", "N · D")
        .cost("vectors for absent inputs", "D", "")
        .example("width: W, hidden: [W]")
        .advice(
            "When kinds of samples need different treatment and there is enough data to "
                + "learn which. Without `joint` no expert sees two inputs at once. All experts are "
                + "computed, so top_k saves no time here; there is no balancing loss, and one "
                + "expert may take everything.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    int experts = experts(options, inputs);
    Integer topK = options.topK();
    if (topK != null && topK > experts) {
      problems.add("top_k", "there are only " + experts + " experts, so at most " + experts);
    }
    return options.width();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static int experts(Options options, FusionInputs inputs) {
    return inputs.names().size() + (options.joint() ? 1 : 0);
  }

  private static final class Block extends VectorFusion {

    private final PerInput<Mlp> expert;
    private final @Nullable Mlp joint;
    private final Linear gate;
    private final @Nullable Integer topK;
    private final PerInput<Parameter> missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      expert =
          PerInput.of(inputs.names(), m -> child("expert." + m, expert(inputs.width(m), options)));
      joint = options.joint() ? child("joint_expert", expert(inputs.totalWidth(), options)) : null;
      gate = child("gate", new Linear(inputs.totalWidth(), experts(options, inputs)));
      topK = options.topK();
      missing = missing(inputs);
    }

    private static Mlp expert(int in, Options options) {
      return OutputMlp.of(in, options.hidden(), options.width(), options.activation());
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray c = filledConcat(x, present, missing);
      List<NDArray> values =
          new ArrayList<>(expert.map((m, mlp) -> mlp.apply(x.get(m), training)).list());
      List<NDArray> there = new ArrayList<>(present.list());
      if (joint != null) {
        values.add(joint.apply(c, training));
        there.add(there.get(0).onesLike());
      }
      NDArray logits = gate.apply(c);
      NDArray here = stack(there);
      NDArray chosen = topK == null ? here : largest(logits, here, topK);
      return weightedSum(Tensors.maskedSoftmax(logits, chosen), values);
    }

    /** Where the k largest logits are, among the experts that are there. */
    private static NDArray largest(NDArray logits, NDArray here, int k) {
      NDArray floor = Tensors.scalar(logits, -Float.MAX_VALUE);
      NDArray index =
          NDArrays.where(here, logits, floor).stopGradient().topK(k, 1, true, false).get(1);
      NDArray ones = index.getManager().ones(index.getShape());
      NDArray chosen = logits.getManager().zeros(logits.getShape()).scatter(index, ones, 1);
      return chosen.toType(DataType.BOOLEAN, false).logicalAnd(here);
    }
  }
}
