package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;

/**
 * {@code mutan}: y = O norm(Σ_r Π_m M_m^r P_m x_m), {@code [B, d_m]} to {@code [B, output]}; P_m is
 * {@code projection.<m> [hidden, d_m]}, M_m is {@code merge.<m> [rank*hidden, hidden]} with its
 * result seen as {@code [B, rank, hidden]}, O is {@code output [output, hidden]}. Ben-younes et al.
 * 2017, MUTAN (arXiv:1705.06676).
 *
 * <p>The factor M_m^r P_m x_m of an absent input is a vector of ones for every r.
 */
public final class MutanFusion implements FusionFactory<MutanFusion.Options> {

  /** The options of {@code mutan}. */
  public record Options(
      @Option(
              value = "Width of each input's projection and of the fused vector",
              byDefault = "256",
              min = 1,
              max = 65536)
          int hidden,
      @Option(value = "Products that are summed", byDefault = "15", min = 1, max = 65536) int rank,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = LowRankFusion.NORMALIZE, byDefault = "false") boolean normalize) {}

  @Override
  public String type() {
    return "mutan";
  }

  @Override
  public String description() {
    return "Tucker fusion with a core of low rank (MUTAN)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Bilinear map through a low-rank core",
            "y = O norm(Σ_r Π_m M_m^r P_m x_m)    r = 1..rank; norm only with normalize")
        .from("MUTAN, Ben-younes et al. 2017, arXiv:1705.06676")
        .absent("Its factor M_m^r P_m x_m is a vector of ones for every r.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · hidden", "Σ_m d_m · hidden")
        .cost("core", "N · (hidden + 1) · rank · hidden", "N · hidden · rank · hidden")
        .cost("output layer", "(hidden + 1) · output", "hidden · output")
        .example("hidden: W, output: W")
        .advice(
            "Richer than `mlb` at the same hidden width, and far smaller than `tucker`. The "
                + "merge layers grow with rank times the square of hidden and dominate its cost; "
                + "`block` does with less. Without normalize its values grow with the rank.");
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
    int hidden = options.hidden();
    SizeLimit.check(
        "merge.<input>.weight",
        "hidden",
        "hidden or rank",
        problems,
        (long) options.rank() * hidden,
        hidden);
    return LowRankFusion.spec(inputs, hidden, hidden, options.output(), "hidden", problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final Projection projection;
    private final PerInput<Linear> merge;
    private final int rank;
    private final int hidden;

    Block(Options options, FusionInputs inputs) {
      super(inputs, options.hidden(), options.output(), options.normalize(), null);
      rank = options.rank();
      hidden = options.hidden();
      projection = child("projection", new Projection(inputs, hidden));
      merge =
          PerInput.of(inputs.names(), m -> child("merge." + m, new Linear(hidden, rank * hidden)));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> z = projection.apply(x);
      NDArray q = product(merge.map((m, layer) -> layer.apply(z.get(m))), present);
      return finish(normalized(q.reshape(-1, rank, hidden).sum(new int[] {1})));
    }
  }
}
