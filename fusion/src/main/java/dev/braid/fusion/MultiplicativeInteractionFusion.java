package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code multiplicative-interaction}: Jayakumar et al. 2020, Multiplicative Interactions and Where
 * to Find Them (ICLR), of inputs x1, x2:
 *
 * <ul>
 *   <li>{@code matrix}: y_o = Σ x1_i W_ijo x2_j + Σ V_jo x2_j + Σ x1_i U_io + b_o, {@code [B,
 *       output]}
 *   <li>{@code vector}: y = (x1 W + V) * x2 + x1 U + b, {@code [B, d_2]}
 *   <li>{@code scalar}: y = (x1 · W + V) x2 + x1 · U + b, {@code [B, d_2]}
 * </ul>
 *
 * <p>Of three inputs, {@code matrix} only: y_o = Σ x3_k A_ko + y2_o with y2 as above and A_ko = Σ
 * x1_i W3_ijko x2_j + Σ V3_jko x2_j + Σ x1_i U3_iko + b3_ko.
 *
 * <p>An absent input is 0: every term with it vanishes, the others stay.
 */
public final class MultiplicativeInteractionFusion
    extends VectorFactory<MultiplicativeInteractionFusion.Options> {

  /** What the first input makes for the second. */
  public enum Mode {
    /** A matrix that maps it to the output. */
    MATRIX,
    /** A factor and an offset for each of its channels. */
    VECTOR,
    /** One factor and one offset for all its channels. */
    SCALAR
  }

  /** The options of {@code multiplicative-interaction}. */
  public record Options(
      @Option(value = "What the first input makes for the second", byDefault = "matrix") Mode mode,
      @Option(
              value = "Width of the result in mode matrix; in the others it is the second input's",
              byDefault = "256",
              min = 1,
              max = 65536)
          @Nullable Integer output) {}

  @Override
  public String type() {
    return "multiplicative-interaction";
  }

  @Override
  public String description() {
    return "Bilinear, gating or scaling interaction of two inputs, or trilinear of three";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "A full bilinear layer with linear terms",
            """
            matrix: y_o = Σ x1_i W_ijo x2_j + Σ V_jo x2_j + Σ x1_i U_io + b_o
            vector: y   = (x1 W + V) * x2 + x1 U + b
            scalar: y   = (x1 · W + V) x2 + x1 · U + b
            three inputs (matrix only): y_o = Σ x3_k A_ko + y2_o, y2 as for two,
              A_ko = Σ x1_i W3_ijko x2_j + Σ V3_jko x2_j + Σ x1_i U3_iko + b3_ko
            """)
        .from("Multiplicative Interactions and Where to Find Them, Jayakumar et al., ICLR 2020")
        .absent("It counts as 0: every term with it vanishes, the others stay.")
        .yields("output")
        .cost("W", "d_1 · d_2 · output", "d_1 · d_2 · output")
        .cost("U, V and b", "(d_1 + d_2 + 1) · output", "(d_1 + d_2) · output")
        .cost(
            "terms of the third input",
            "(d_1 · d_2 + d_1 + d_2 + 1) · (D − d_1 − d_2) · output",
            "(d_1 · d_2 + d_1 + d_2 + 1) · (D − d_1 − d_2) · output")
        .example("output: 128")
        .advice(
            "Of all operators for two vectors the most general bilinear one; `vector` and "
                + "`scalar` are its cheap forms. The weight of `matrix` grows with the product of "
                + "the widths and overfits small data: with widths above a hundred or so `mfb` or "
                + "`low-rank-tensor` do the same job for less.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.mode() == Mode.MATRIX && options.output() == null) {
      problems.add("output", "mode matrix needs the width of its result");
    }
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    List<String> names = inputs.names();
    if (names.size() > 3) {
      problems.add("", type() + " takes two or three inputs, here are " + String.join(", ", names));
    } else if (names.size() == 3 && options.mode() != Mode.MATRIX) {
      problems.add(
          "mode",
          options.mode().name().toLowerCase(Locale.ROOT)
              + " takes two inputs, here are "
              + String.join(", ", names)
              + ": use matrix");
    }
    Integer output = options.output();
    if (options.mode() != Mode.MATRIX || output == null) {
      return inputs.width(names.get(Math.min(1, names.size() - 1)));
    }
    SizeLimit.check(
        names.size() == 2 ? "W" : "W3",
        "output",
        "output or the widths of the inputs, or use low-rank-tensor",
        problems,
        LongStream.concat(
                inputs.widths().values().stream().mapToLong(Integer::longValue),
                LongStream.of(output))
            .toArray());
    return output;
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Mode mode;
    private final int output;
    private final int third;
    private final Terms terms;
    private final @Nullable Terms cubic;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      mode = options.mode();
      List<Integer> d = List.copyOf(inputs.widths().values());
      int d1 = d.get(0);
      int d2 = d.get(1);
      Integer width = options.output();
      output = width == null ? d2 : width;
      third = d.size() > 2 ? d.get(2) : 0;
      terms =
          switch (mode) {
            case MATRIX ->
                new Terms(
                    parameter("W", Init.fanIn((long) d1 * d2), d1, d2, output),
                    parameter("U", Init.fanIn(d1), d1, output),
                    parameter("V", Init.fanIn(d2), d2, output),
                    parameter("b", Init.zeros(), output));
            // V starts at one: the second input passes before anything is learned.
            case VECTOR ->
                new Terms(
                    parameter("W", Init.fanIn(d1), d1, d2),
                    parameter("U", Init.fanIn(d1), d1, d2),
                    parameter("V", Init.ones(), d2),
                    parameter("b", Init.zeros(), d2));
            case SCALAR ->
                new Terms(
                    parameter("W", Init.fanIn(d1), d1),
                    parameter("U", Init.fanIn(d1), d1),
                    parameter("V", Init.ones(), 1),
                    parameter("b", Init.zeros(), 1));
          };
      cubic =
          third == 0
              ? null
              : new Terms(
                  parameter("W3", Init.fanIn((long) d1 * d2 * third), d1, d2, third, output),
                  parameter("U3", Init.fanIn((long) d1 * third), d1, third, output),
                  parameter("V3", Init.fanIn((long) d2 * third), d2, third, output),
                  parameter("b3", Init.fanIn(third), third, output));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray x1 = x.list().get(0);
      NDArray x2 = x.list().get(1);
      if (mode != Mode.MATRIX) {
        return terms.gate(x1, x2, mode == Mode.VECTOR ? x2.getShape().get(1) : 1);
      }
      NDArray y = terms.bilinear(x1, x2, output);
      if (cubic == null) {
        return y;
      }
      NDArray a = cubic.bilinear(x1, x2, (long) third * output).reshape(-1, third, output);
      return x.list().get(2).expandDims(1).matMul(a).squeeze(1).add(y);
    }
  }

  /** The terms of one interaction; further axes of the result are flattened. */
  private record Terms(Parameter w, Parameter u, Parameter v, Parameter b) {

    /** {@code x1 W x2 + x1 U + x2 V + b}, {@code [B, width]}. */
    NDArray bilinear(NDArray x1, NDArray x2, long width) {
      return weighted(x1, x2, width)
          .add(x1.matMul(Tensors.view(u, x1, -1, width)))
          .add(x2.matMul(Tensors.view(v, x1, -1, width)))
          .add(Tensors.view(b, x1, width));
    }

    /** {@code x1 W x2}, by whichever of {@code x1 W} and all products needs less memory. */
    private NDArray weighted(NDArray x1, NDArray x2, long width) {
      long d1 = x1.getShape().get(1);
      if (width > d1) {
        return Tensors.outer(x1, x2).matMul(Tensors.view(w, x1, -1, width));
      }
      NDArray map = x1.matMul(Tensors.view(w, x1, d1, -1)).reshape(x2.getShape().add(width));
      return x2.expandDims(1).matMul(map).squeeze(1);
    }

    /** {@code (x1 W + V) * x2 + x1 U + b} with factors and offsets {@code [B, width]}. */
    NDArray gate(NDArray x1, NDArray x2, long width) {
      NDArray factor = x1.matMul(Tensors.view(w, x1, -1, width)).add(v.getArray());
      NDArray offset = x1.matMul(Tensors.view(u, x1, -1, width)).add(b.getArray());
      return factor.mul(x2).add(offset);
    }
  }
}
