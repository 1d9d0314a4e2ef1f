package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
import dev.braid.api.nn.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * {@code tucker}: z_m = P_m x_m, t_o = Σ C_o,i..k z_1,i ... z_N,k + c_o, y = O norm(t), {@code [B,
 * d_m]} to {@code [B, output]}; P_m is {@code projection.<m> [hidden, d_m]}, C is {@code
 * core.weight [hidden, ..., hidden]}, the output's mode first and then one for each input in order,
 * O is {@code output [output, hidden]}. The Tucker decomposition in Ben-younes et al. 2017
 * (arXiv:1705.06676).
 *
 * <p>z_m of an absent input is a vector of ones. The core has hidden^(N+1) values for N inputs.
 */
public final class TuckerFusion implements FusionFactory<TuckerFusion.Options> {

  /** The options of {@code tucker}. */
  public record Options(
      @Option(
              value =
                  "Width of each input's projection; the core tensor has hidden^(inputs + 1) values",
              byDefault = "64",
              min = 1,
              max = 65536)
          int hidden,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = LowRankFusion.NORMALIZE, byDefault = "false") boolean normalize) {}

  @Override
  public String type() {
    return "tucker";
  }

  @Override
  public String description() {
    return "Bilinear map of the inputs' projections through a full core tensor (Tucker)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Bilinear map through a full core tensor",
            """
            z_m = P_m x_m
            t_o = Σ C_o,i..k z_1,i ... z_N,k + c_o
            y   = O norm(t)    norm only with normalize
            """)
        .from("The Tucker decomposition in MUTAN, Ben-younes et al. 2017, arXiv:1705.06676")
        .absent("z_m is a vector of ones.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · hidden", "Σ_m d_m · hidden")
        .cost("core", "hidden^(N + 1) + hidden", "(hidden^(N + 2) − hidden²) / (hidden − 1)")
        .cost("output layer", "(hidden + 1) · output", "hidden · output")
        .example("output: W")
        .advice(
            "To see what a full core gains over `mutan` for two inputs. The core has hidden "
                + "to the power of inputs + 1 values, which rules out three inputs at any useful "
                + "width.");
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
        "core.weight", "hidden", "hidden or use mutan", problems, coreShape(options, inputs));
    return LowRankFusion.spec(
        inputs, options.hidden(), options.hidden(), options.output(), "hidden", problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final Projection projection;
    private final Parameter weight;
    private final Parameter bias;
    private final int hidden;

    Block(Options options, FusionInputs inputs) {
      super(inputs, options.hidden(), options.output(), options.normalize(), null);
      hidden = options.hidden();
      projection = child("projection", new Projection(inputs, hidden));
      long[] shape = coreShape(options, inputs);
      Init init = Init.fanIn(new Shape(shape).size() / hidden);
      weight = parameter("core.weight", init, shape);
      bias = parameter("core.bias", init, hidden);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      List<NDArray> z =
          projection.apply(x).map((m, value) -> Tensors.or(present.get(m), value, 1)).list();
      // The core's modes are contracted from the last input to the first.
      NDArray last = z.get(z.size() - 1);
      NDArray core = Tensors.slice(weight, 0, hidden, last).reshape(-1, hidden);
      NDArray t = last.matMul(core.transpose());
      for (int i = z.size() - 2; i >= 0; i--) {
        t = t.reshape(t.getShape().get(0), -1, hidden).matMul(z.get(i).expandDims(2)).squeeze(2);
      }
      return finish(normalized(t.add(bias.getArray())));
    }
  }

  private static long[] coreShape(Options options, FusionInputs inputs) {
    long[] shape = new long[inputs.names().size() + 1];
    Arrays.fill(shape, options.hidden());
    return shape;
  }
}
