package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * What an objective comes to over a batch, as one row {@code [1, 3]}: the mean loss, how much was
 * right, and over how many the mean is. Rows of several batches are joined along the first axis.
 */
final class Objective {

  private Objective() {}

  /**
   * A row.
   *
   * @param loss a scalar, the mean over {@code total} places
   * @param right a number without a gradient
   */
  static NDArray row(NDArray loss, double right, double total) {
    NDArray counts = loss.getManager().create(new float[] {(float) right, (float) total});
    return Tensors.concat(List.of(loss.reshape(1), counts), 0).expandDims(0);
  }

  /** A row of an objective that found nothing to do; its gradient is zero. */
  static NDArray nothing(NDArray values) {
    NDArray zero = values.mul(Tensors.scalar(values, 0)).sum();
    return row(zero, 0, 0);
  }

  /** The loss of joined rows: the mean over all places, 0 where there are none. */
  static NDArray loss(NDArray rows) {
    NDArray totals = rows.get(":, 2");
    NDArray all = totals.sum();
    return rows.get(":, 0").mul(totals).sum().div(all.maximum(Tensors.scalar(all, 1e-12)));
  }

  /** Loss, right and total of joined rows, on the host. */
  static double[] sums(NDArray rows) {
    float[] values = rows.toType(DataType.FLOAT32, false).toFloatArray();
    double[] sums = new double[3];
    for (int i = 0; i < values.length; i += 3) {
      sums[0] += values[i] * (double) values[i + 2];
      sums[1] += values[i + 1];
      sums[2] += values[i + 2];
    }
    return sums;
  }
}
