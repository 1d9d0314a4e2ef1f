package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * {@code block}: z_m = P_m x_m is cut in chunks, t_c = Σ_r Π_m M_m,c^r z_m,c, y = O [norm(t_1);
 * ...; norm(t_C)] (before_cat) or O norm([t_1; ...; t_C]) (after_cat), {@code [B, d_m]} to {@code
 * [B, output]}; P_m is {@code projection.<m> [hidden, d_m]}, M_m,c is {@code merge.<m>.<c>
 * [rank*size_c, size_c]} with its result seen as {@code [B, rank, size_c]}, O is {@code output
 * [output, hidden]}. Ben-younes et al. 2019, BLOCK (arXiv:1902.00038).
 *
 * <p>The factor M_m,c^r z_m,c of an absent input is a vector of ones for every r and c. Of a chunk
 * with one element before_cat leaves the sign alone, without a gradient.
 */
public final class BlockFusion implements FusionFactory<BlockFusion.Options> {

  /** Where the fused vector is normalised. */
  public enum Normalization {
    /** Each chunk on its own. */
    BEFORE_CAT,
    /** The chunks together. */
    AFTER_CAT,
    /** Nowhere. */
    NONE
  }

  /** The options of {@code block}. */
  public record Options(
      @Option(
              value = "Width of each input's projection and of the fused vector",
              byDefault = "256",
              min = 1,
              max = 65536)
          int hidden,
      @Option(
              value = "Pieces that the projections are cut into",
              byDefault = "20",
              min = 1,
              max = 65536)
          int chunks,
      @Option(
              value = "Products that are summed in each chunk",
              byDefault = "15",
              min = 1,
              max = 65536)
          int rank,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(
              value = "Signed square root and L2 norm: of each chunk, of the whole, or not at all",
              byDefault = "before_cat")
          Normalization normalization) {}

  @Override
  public String type() {
    return "block";
  }

  @Override
  public String description() {
    return "Chunks of the inputs' projections fused by low-rank tensors each (BLOCK)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Low-rank bilinear maps, chunk by chunk",
            """
            z_m = P_m x_m, cut in chunks;  t_c = Σ_r Π_m M_m,c^r z_m,c    r = 1..rank
            y   = O [norm(t_1); ...; norm(t_C)]    before_cat
            y   = O norm([t_1; ...; t_C])          after_cat
            """)
        .from("BLOCK, Ben-younes et al. 2019, arXiv:1902.00038")
        .absent("Its factor M_m,c^r z_m,c is a vector of ones for every r and c.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · hidden", "Σ_m d_m · hidden")
        .cost(
            "cores, where chunks divide hidden",
            "N · (hidden / chunks + 1) · rank · hidden",
            "N · hidden / chunks · rank · hidden")
        .cost("output layer", "(hidden + 1) · output", "hidden · output")
        .example("hidden: W, chunks: 16, output: W")
        .advice(
            "The richest of the low-rank bilinear operators for its size, for two inputs "
                + "with enough data. Many small products make it slower than its counts suggest, "
                + "and channels of different chunks only meet in the output layer.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.chunks() > options.hidden()) {
      problems.add(
          "chunks",
          "hidden %d cannot be cut into %d chunks: lower chunks or raise hidden"
              .formatted(options.hidden(), options.chunks()));
    }
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    int hidden = options.hidden();
    int size = sizes(hidden, options.chunks())[0];
    SizeLimit.check(
        "merge.<input>.0.weight",
        "rank",
        "rank or hidden, or raise chunks",
        problems,
        (long) options.rank() * size,
        size);
    return LowRankFusion.spec(inputs, hidden, hidden, options.output(), "hidden", problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final Projection projection;
    private final List<PerInput<Linear>> merge = new ArrayList<>();
    private final List<Run> runs;
    private final int rank;
    private final boolean before;

    Block(Options options, FusionInputs inputs) {
      super(
          inputs,
          options.hidden(),
          options.output(),
          options.normalization() != Normalization.NONE,
          null);
      int[] sizes = sizes(options.hidden(), options.chunks());
      runs = Run.of(sizes);
      rank = options.rank();
      before = options.normalization() == Normalization.BEFORE_CAT;
      projection = child("projection", new Projection(inputs, options.hidden()));
      for (int c = 0; c < sizes.length; c++) {
        int size = sizes[c];
        String end = "." + c;
        merge.add(
            PerInput.of(
                inputs.names(), m -> child("merge." + m + end, new Linear(size, rank * size))));
      }
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> z = projection.apply(x);
      List<NDArray> parts = new ArrayList<>();
      for (Run run : runs) {
        NDArray q = product(z.map((m, value) -> merged(run, m, value)), present);
        NDArray t = q.reshape(-1, rank, run.size()).sum(new int[] {1});
        parts.add((before ? normalized(t) : t).reshape(-1, (long) run.count() * run.size()));
      }
      NDArray t = Tensors.concat(parts, 1);
      return finish(before ? t : normalized(t));
    }

    /** The layers of a run on their chunks, all at once: {@code [B, count, rank * size]}. */
    private NDArray merged(Run run, String m, NDArray z) {
      NDArray chunks =
          z.get(":, {}:{}", run.from(), run.from() + run.count() * run.size())
              .reshape(-1, run.count(), run.size())
              .swapAxes(0, 1);
      NDArray weights = stacked(run, m, "weight", z).swapAxes(1, 2);
      NDArray biases = stacked(run, m, "bias", z).expandDims(1);
      return chunks.matMul(weights).add(biases).swapAxes(0, 1);
    }

    private NDArray stacked(Run run, String m, String parameter, NDArray data) {
      NDList values = new NDList();
      for (PerInput<Linear> layers : merge.subList(run.first(), run.first() + run.count())) {
        values.add(
            Objects.requireNonNull(layers.get(m).named().get(parameter), parameter).getArray());
      }
      NDArray stack = NDArrays.stack(values);
      stack.attach(data.getManager());
      return stack;
    }
  }

  /**
   * Neighbouring chunks of one size.
   *
   * @param first the number of the first chunk
   * @param from the first element
   */
  private record Run(int first, int count, int size, int from) {

    static List<Run> of(int[] sizes) {
      List<Run> runs = new ArrayList<>();
      int from = 0;
      int first = 0;
      for (int c = 1; c <= sizes.length; c++) {
        if (c == sizes.length || sizes[c] != sizes[first]) {
          runs.add(new Run(first, c - first, sizes[first], from));
          from += (c - first) * sizes[first];
          first = c;
        }
      }
      return runs;
    }
  }

  /**
   * Chunks of ceil(total/chunks) elements, the last one what is left; if nothing would be left, the
   * surplus is taken off the last chunks, one element each: 13 in 6 gives 3, 2, 2, 2, 2, 2.
   */
  static int[] sizes(int total, int chunks) {
    int size = (total + chunks - 1) / chunks;
    int surplus = size * chunks - total;
    int[] sizes = new int[chunks];
    Arrays.fill(sizes, size);
    if (surplus < size) {
      sizes[chunks - 1] -= surplus;
    } else {
      for (int i = 1; i <= surplus; i++) {
        sizes[chunks - i]--;
      }
    }
    return sizes;
  }
}
