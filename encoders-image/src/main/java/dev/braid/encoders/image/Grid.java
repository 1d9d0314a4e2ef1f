package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.braid.api.model.Encoding;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Tensors;

/** What encoders do with a feature map {@code [B, C, H, W]}. */
final class Grid {

  private Grid() {}

  /** Adaptive average pooling to a square grid, with torch's windows. */
  static NDArray average(NDArray map, int grid) {
    long height = map.getShape().get(2);
    long width = map.getShape().get(3);
    if (height % grid == 0 && width % grid == 0) {
      Shape window = new Shape(height / grid, width / grid);
      return Pool.avgPool2d(map, window, window, new Shape(0, 0), false, true);
    }
    NDManager manager = map.getManager();
    NDArray rows = windows(manager, (int) height, grid);
    NDArray columns = windows(manager, (int) width, grid);
    return map.matMul(columns.transpose()).swapAxes(2, 3).matMul(rows.transpose()).swapAxes(2, 3);
  }

  /** {@code [B, C, H, W]} to {@code [B, H*W, C]}. */
  static NDArray cells(NDArray map) {
    Shape shape = map.getShape();
    return map.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).swapAxes(1, 2);
  }

  /** Cells as an encoding's tokens: all are real where the picture is there. */
  static Encoding tokens(NDArray cells, NDArray present) {
    NDArray mask =
        present
            .expandDims(1)
            .broadcast(new Shape(cells.getShape().get(0), cells.getShape().get(1)));
    return Encoding.ofTokens(Tensors.cover(cells, mask), mask, present);
  }

  /**
   * First values of one vector a cell, {@code [H*W, D]}: sines and cosines of its column in one
   * half of a vector, of its row in the other, from half a wave over the picture to a wave over
   * four cells. Neighbours start alike and a half of the picture is one direction, which random
   * vectors would have to learn cell by cell. Carion et al. 2020 (arXiv:2005.12872), with trained
   * values.
   */
  static Init positions(long height, long width) {
    return (values, random) -> {
      int size = (int) (values.length / (height * width));
      int half = (size + 1) / 2;
      for (int i = 0; i < values.length; i++) {
        int d = i % size;
        long cell = i / size;
        boolean column = d < half;
        long cells = column ? width : height;
        double place = ((column ? cell % width : cell / width) + 0.5) / cells;
        int wave = (column ? d : d - half) / 2;
        int waves = Math.max(1, (half + 1) / 2 - 1);
        double frequency = Math.PI * Math.pow(Math.max(1, cells / 2.0), (double) wave / waves);
        values[i] =
            (float) (d % 2 == 0 ? Math.cos(frequency * place) : Math.sin(frequency * place));
      }
    };
  }

  private static NDArray windows(NDManager manager, int size, int grid) {
    float[] weights = new float[grid * size];
    for (int i = 0; i < grid; i++) {
      int from = i * size / grid;
      int to = ((i + 1) * size + grid - 1) / grid;
      for (int j = from; j < to; j++) {
        weights[i * size + j] = 1f / (to - from);
      }
    }
    return manager.create(weights, new Shape(grid, size));
  }
}
