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
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code mcb}: c_m[k] = Σ sign_m[i] x_m[i] over the i with hash_m[i] = k, t = the circular
 * convolution of all c_m, y = act_out(O norm(t)), {@code [B, d_m]} to {@code [B, output]}; {@code
 * hash.<m> [d_m]} (int64, from 0 to hidden - 1) and {@code sign.<m> [d_m]} (-1 or 1) are drawn
 * once, saved and never trained, O is {@code output [output, hidden]}. Fukui et al. 2016,
 * Multimodal Compact Bilinear Pooling (arXiv:1606.01847).
 *
 * <p>In the place of an absent input's sketch stands the unit impulse, which a convolution leaves
 * as it is.
 */
public final class McbFusion implements FusionFactory<McbFusion.Options> {

  /** The options of {@code mcb}. */
  public record Options(
      @Option(
              value =
                  "Width of the sketches; the larger, the closer to all products of the inputs'"
                      + " elements",
              byDefault = "1024",
              min = 1,
              max = 65536)
          int hidden,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = LowRankFusion.ACTIVATION_OUTPUT, byDefault = "relu")
          @Nullable Nonlinearity activationOutput,
      @Option(value = LowRankFusion.NORMALIZE, byDefault = "false") boolean normalize) {}

  @Override
  public String type() {
    return "mcb";
  }

  @Override
  public String description() {
    return "Compact bilinear pooling: circular convolution of count sketches (MCB)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Convolves random sketches of the inputs",
            """
            c_m[k] = Σ sign_m[i] x_m[i] over i with hash_m[i] = k
            t = circular convolution of all c_m
            y = act_out(O norm(t))    norm only with normalize
            """)
        .from("Multimodal Compact Bilinear Pooling, Fukui et al. 2016, arXiv:1606.01847")
        .absent(
            "In the place of its sketch stands the unit impulse, which a convolution leaves "
                + "as it is.")
        .yields("output")
        .cost("output layer", "(hidden + 1) · output", "hidden · output")
        .example("output: W")
        .advice(
            "All pairwise products at a cost that hardly depends on the inputs' widths, "
                + "since hash and sign are drawn once and never trained. It needs a wide hidden "
                + "(the paper takes 16,000) to be close, which `mlb` or `mfb` reach with less by "
                + "learning their projections. The Fourier transforms are not in the counts.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    SizeLimit.check(
        "output.weight",
        "output",
        "output or hidden",
        problems,
        options.output(),
        options.hidden());
    return EncodingSpec.pooled(options.output());
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final PerInput<Parameter> hash;
    private final PerInput<Parameter> sign;
    private final int hidden;

    Block(Options options, FusionInputs inputs) {
      super(
          inputs,
          options.hidden(),
          options.output(),
          options.normalize(),
          options.activationOutput());
      hidden = options.hidden();
      hash =
          PerInput.of(
              inputs.names(), m -> integers("hash." + m, Init.indices(hidden), inputs.width(m)));
      sign = PerInput.of(inputs.names(), m -> buffer("sign." + m, Init.signs(), inputs.width(m)));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray fused = null;
      NDArray any = null;
      for (String m : names()) {
        NDArray here = present.get(m);
        NDArray sketch = sketch(m, x.get(m));
        if (fused == null || any == null) {
          fused = orImpulse(here, sketch);
          any = here;
        } else {
          // A transform and its inverse leave noise where zeros were, which a root would magnify:
          // a sketch that has nothing to be convolved with goes around them.
          NDArray both = Tensors.or(any, convolve(fused, sketch), sketch);
          fused = Tensors.or(here, both, fused);
          any = any.logicalOr(here);
        }
      }
      return finish(normalized(Objects.requireNonNull(fused)));
    }

    /** {@code t[k] = Σ a[i] b[(k - i) mod hidden]} by the convolution theorem. */
    private NDArray convolve(NDArray a, NDArray b) {
      return a.rfft(hidden, 1).mul(b.rfft(hidden, 1)).irfft(hidden, 1);
    }

    private NDArray orImpulse(NDArray present, NDArray sketch) {
      float[] impulse = new float[hidden];
      impulse[0] = 1;
      return Tensors.or(
          present, sketch, sketch.getManager().create(impulse).broadcast(sketch.getShape()));
    }

    /** {@code [B, d_m]} to {@code [B, hidden]}. */
    private NDArray sketch(String m, NDArray x) {
      return CountSketch.of(x.mul(sign.get(m).getArray()), hash.get(m).getArray(), hidden);
    }
  }
}
