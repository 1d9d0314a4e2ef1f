package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code gated}: the Gated Multimodal Unit, Arevalo et al. 2017 (arXiv:1702.01992). With h_m =
 * tanh(W_m x_m) and c = [x_1; ...; x_N], to {@code [B, width]}:
 *
 * <ul>
 *   <li>{@code multimodal}: z_m = sigmoid(G_m c), y = Σ z_m * h_m
 *   <li>{@code bimodal}, for two inputs: z = sigmoid(G c), y = z * h_1 + (1 - z) * h_2
 *   <li>{@code softmax}: z = softmax over the inputs of G_m c, channel by channel, y = Σ z_m * h_m
 * </ul>
 *
 * <p>The term of an absent input is left out; in the bimodal form the other input has weight 1, in
 * the softmax form the weights are those of the present inputs. Inside c stands {@code
 * missing.<m>}; in the bimodal form, and in the softmax form of two inputs, it never matters.
 */
public final class GatedFusion extends VectorFactory<GatedFusion.Options> {

  /** How the gates are made. */
  public enum Gates {
    /** A gate of its own for each input. */
    MULTIMODAL,
    /** One gate that shares out between two inputs. */
    BIMODAL,
    /** Gates that sum to one over the inputs, in each channel. */
    SOFTMAX
  }

  /** The options of {@code gated}. */
  public record Options(
      @Option(
              value = "Width of the gates and of the result",
              byDefault = "256",
              min = 1,
              max = 65536)
          int width,
      @Option(value = "Form of the gates; bimodal is for two inputs", byDefault = "multimodal")
          Gates form,
      @Option(value = "Whether the layers have biases", byDefault = "true") boolean bias) {}

  @Override
  public String type() {
    return "gated";
  }

  @Override
  public String description() {
    return "Gated multimodal unit: each input behind a gate that sees all inputs";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Each input behind a gate seeing all",
            """
            c   = [x_1; ...; x_N],  h_m = tanh(W_m x_m)
            z_m = sigmoid(G_m c),   y = Σ z_m * h_m          multimodal
            z   = sigmoid(G c),     y = z * h_1 + (1 - z) * h_2    bimodal, two inputs
            z   = softmax over m of G_m c, y = Σ z_m * h_m   softmax, channel by channel
            """)
        .from("Gated Multimodal Unit, Arevalo et al. 2017, arXiv:1702.01992")
        .absent(
            "Its term is left out. bimodal gives the other input weight 1, softmax shares "
                + "the weight out among those present. Inside c the learned `missing.<m>` stands "
                + "for it.")
        .yields("width")
        .cost("hidden layers", "Σ_m (d_m + bias) · width", "Σ_m d_m · width")
        .cost("gates", "N · (D + bias) · width", "N · D · width")
        .cost("vectors for absent inputs", "D", "")
        .example("width: W")
        .advice(
            "A good default where inputs differ in how much can be trusted, per sample and "
                + "channel. Costs more than `attention`, since every gate sees all inputs. Hidden "
                + "values pass a tanh, which bounds them; it is no place for quantities that may "
                + "grow.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    if (options.form() == Gates.BIMODAL && inputs.names().size() > 2) {
      problems.add(
          "form",
          "bimodal takes two inputs, here are "
              + String.join(", ", inputs.names())
              + ": use multimodal or softmax");
    }
    return options.width();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Gates form;
    private final PerInput<Linear> hidden;
    private final PerInput<Linear> gate;
    private final PerInput<Parameter> missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      form = options.form();
      int width = options.width();
      int total = inputs.totalWidth();
      hidden =
          PerInput.of(
              inputs.names(),
              m -> child("hidden." + m, new Linear(inputs.width(m), width, options.bias())));
      gate =
          form == Gates.BIMODAL
              ? PerInput.of(
                  List.of(inputs.names().get(0)),
                  m -> child("gate", new Linear(total, width, options.bias())))
              : PerInput.of(
                  inputs.names(),
                  m -> child("gate." + m, new Linear(total, width, options.bias())));
      missing = missing(inputs);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray c = filledConcat(x, present, missing);
      List<NDArray> h =
          hidden
              .map((m, layer) -> Tensors.orZeros(present.get(m), layer.apply(x.get(m)).tanh()))
              .list();
      List<NDArray> logits = gate.map((m, layer) -> layer.apply(c)).list();
      return switch (form) {
        case MULTIMODAL ->
            Tensors.sum(
                IntStream.range(0, h.size())
                    .mapToObj(i -> Activation.sigmoid(logits.get(i)).mul(h.get(i)))
                    .toList());
        case BIMODAL -> bimodal(Activation.sigmoid(logits.get(0)), h, present.list());
        case SOFTMAX -> {
          NDArray here = stack(present.list()).expandDims(1);
          NDArray z = Tensors.maskedSoftmax(stack(logits).swapAxes(1, 2), here);
          yield z.mul(stack(h).swapAxes(1, 2)).sum(new int[] {2});
        }
      };
    }

    private static NDArray bimodal(NDArray z, List<NDArray> h, List<NDArray> present) {
      NDArray first = Tensors.or(present.get(1), z, 1);
      NDArray second = Tensors.or(present.get(0), Tensors.scalar(z, 1).sub(z), 1);
      return first.mul(h.get(0)).add(second.mul(h.get(1)));
    }
  }
}
