package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/** Recurrent layers, with what the engine keeps of the inside of their cells. */
final class Recurrence {

  public NDList lstm(
      NDArray input,
      NDList states,
      NDList weights,
      boolean biases,
      int layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    NDList result = run(input, weights, layers, bidirectional, batchFirst, 5);
    result.add(state(input, weights, layers, bidirectional, batchFirst));
    return result;
  }

  public NDList gru(
      NDArray input,
      NDArray state,
      NDList weights,
      boolean biases,
      int layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    return run(input, weights, layers, bidirectional, batchFirst, 7);
  }

  /**
   * The states of the last layer and the last states of all.
   *
   * @param inside floats that are kept for each step and each number of the state
   */
  private static NDList run(
      NDArray input,
      NDList weights,
      int layers,
      boolean bidirectional,
      boolean batchFirst,
      int inside) {
    SymbolicArray x = SymbolicArray.of(input);
    Layout in = x.layout();
    long steps = in.size(0) * in.size(1);
    for (NDArray weight : weights) {
      if (weight.getShape().dimension() == 2) {
        x.ledger().macs(steps * weight.getShape().size());
      }
    }
    int directions = bidirectional ? 2 : 1;
    long hidden = hidden(weights);
    boolean tracked = x.tracked() || weights.stream().anyMatch(w -> SymbolicArray.of(w).tracked());
    if (tracked) {
      x.save(steps * layers * directions * hidden * inside * SymbolicArray.bytes(x.type()));
      if (batchFirst) {
        x.save(in.elements() * SymbolicArray.bytes(x.type()));
      }
    }
    Layout out =
        batchFirst
            ? Layout.contiguous(in.size(1), in.size(0), directions * hidden).swap(0, 1)
            : Layout.contiguous(in.size(0), in.size(1), directions * hidden);
    NDArray all = x.result(out, DataType.FLOAT32, tracked).self();
    return new NDList(all, state(input, weights, layers, bidirectional, batchFirst));
  }

  private static NDArray state(
      NDArray input, NDList weights, int layers, boolean bidirectional, boolean batchFirst) {
    SymbolicArray x = SymbolicArray.of(input);
    long batch = x.layout().size(batchFirst ? 0 : 1);
    long rows = bidirectional ? 2L * layers : layers;
    return x.result(Layout.contiguous(rows, batch, hidden(weights)), DataType.FLOAT32, true).self();
  }

  /** The width of {@code weight_hh}. */
  private static long hidden(NDList weights) {
    return weights.get(1).getShape().get(1);
  }
}
