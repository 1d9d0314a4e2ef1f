package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Masked patches (after He et al. 2022, arXiv:2111.06377, who regress pixels): a share of the
 * squares that a picture's tokens stand for is painted in the picture's mean colour, and the head
 * tells the mean colours of each square's four quarters. The loss is the mean square error divided
 * by that of the batch's mean colours, so that 1 is what one gets without looking.
 */
final class PatchPainter extends Module {

  /** Three colours of four quarters. */
  private static final int VALUES = 12;

  private final String input;
  private final double rate;
  private final Places places;
  private final Mlp mlp;

  PatchPainter(PretrainingTask.MaskedPatches options, HeadContext context) {
    input = options.input();
    rate = options.rate();
    places = new Places(input, context);
    mlp =
        child(
            "mlp",
            new Mlp(List.of(places.width(), context.width(input), VALUES), Nonlinearity.GELU));
  }

  /** Masks patches, paints them and tells how well; see {@link Objective}. */
  NDArray apply(ModelPass pass, List<String> inputs) {
    InputBatch features = pass.features(input);
    Encoding whole = pass.encoding(input);
    NDArray values = features.values();
    int side = side(values.getShape(), (int) whole.requireTokens().getShape().get(1));
    boolean[] present = features.present().toBooleanArray();
    int patches = side * side;
    int masked = Math.max(1, (int) Math.round(rate * patches));
    List<Long> rows = new ArrayList<>();
    List<Long> cells = new ArrayList<>();
    float[] hidden = new float[present.length * patches];
    for (int row = 0; row < present.length; row++) {
      int[] order = pass.random().ints(patches, 0, Integer.MAX_VALUE).toArray();
      for (int cell : smallest(order, present[row] ? masked : 0)) {
        rows.add((long) row);
        cells.add((long) cell);
        hidden[row * patches + cell] = 1;
      }
    }
    if (rows.isEmpty()) {
      return Objective.nothing(Places.pooled(pass.fused()));
    }
    NDArray cover = cover(pass.manager().create(hidden), values.getShape(), side);
    Shape lines = new Shape(values.getShape().get(0), values.getShape().get(1), -1);
    NDArray colour = values.reshape(lines).mean(new int[] {2}, true).expandDims(3);
    NDArray painted = values.add(colour.sub(values).mul(cover));
    Encoding changed =
        pass.encode(input, new InputBatch(painted, features.mask(), features.present()));
    long[] at = rows.stream().mapToLong(Long::longValue).toArray();
    long[] place = cells.stream().mapToLong(Long::longValue).toArray();
    NDArray guess = mlp.apply(places.at(pass, inputs, changed, at, place), pass.training());
    NDArray truth = truth(values, side, at, place);
    NDArray error = guess.sub(truth).square().mean();
    NDArray spread = truth.sub(truth.mean(new int[] {0}, true)).square().mean();
    NDArray share = error.div(spread.maximum(Tensors.scalar(spread, 1e-6)));
    return Objective.row(share, 0, at.length);
  }

  private int side(Shape pictures, int tokens) {
    int side = (int) Math.round(Math.sqrt(tokens));
    boolean square = pictures.dimension() == 4 && pictures.get(2) == pictures.get(3);
    if (!square || side * side != tokens || pictures.get(2) % (2L * side) != 0) {
      throw new IllegalArgumentException(
          "masked_patches wants square pictures whose tokens stand for squares of an even number of pixels; input '%s' has values %s and %d tokens"
              .formatted(input, pictures, tokens));
    }
    return side;
  }

  /** The indices of the smallest values, those in front where values are equal. */
  private static int[] smallest(int[] values, int count) {
    return java.util.stream.IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Integer.compare(values[a], values[b]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** {@code [B * g * g]} to {@code [B, 1, H, W]}, each value over its square. */
  private static NDArray cover(NDArray hidden, Shape pictures, int side) {
    long size = pictures.get(2) / side;
    return hidden
        .reshape(pictures.get(0), 1, side, 1, side, 1)
        .broadcast(new Shape(pictures.get(0), 1, side, size, side, size))
        .reshape(pictures.get(0), 1, pictures.get(2), pictures.get(3));
  }

  /** The mean colours of the quarters of some squares, {@code [M, 12]}. */
  private static NDArray truth(NDArray values, int side, long[] rows, long[] cells) {
    Shape window =
        new Shape(values.getShape().get(2) / (2L * side), values.getShape().get(3) / (2L * side));
    NDArray quarters = Pool.avgPool2d(values, window, window, new Shape(0, 0), false, true);
    NDArray patches =
        quarters.reshape(-1, 3, side, 2, side, 2).transpose(0, 2, 4, 1, 3, 5).reshape(-1, VALUES);
    long[] flat = new long[rows.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i] * side * side + cells[i];
    }
    return Tensors.rows(patches, values.getManager().create(flat));
  }
}
