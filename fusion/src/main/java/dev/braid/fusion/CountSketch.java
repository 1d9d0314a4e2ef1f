package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.nn.Tensors;
import dev.braid.api.nn.script.Script;
import java.util.List;

/**
 * {@code c[k] = Σ x[i] over i with hash[i] = k}, {@code [B, D]} to {@code [B, places]}; Charikar et
 * al. 2002, Finding Frequent Items in Data Streams, where x has its signs already.
 */
final class CountSketch {

  private static final Script SCRIPT =
      new Script(
          """
          def sketch(self, x: Tensor, hash: Tensor, places: Tensor) -> Tensor:
            nothing = torch.new_zeros(x, [torch.size(x, 0), int(places)])
            return torch.index_add(nothing, 1, hash, x)
          """);

  private CountSketch() {}

  /**
   * The sketch.
   *
   * @param x {@code [B, D]}
   * @param hash {@code [D]}, int64 from 0 to {@code places - 1}
   * @throws IllegalStateException for a hash outside of that
   */
  static NDArray of(NDArray x, NDArray hash, int places) {
    if (!SCRIPT.runsOn(x)) {
      return gathered(x, hash, places);
    }
    SketchIndex.check(hash.toLongArray(), places);
    return SCRIPT.call("sketch", x, hash, SCRIPT.constant(places));
  }

  /** The same by operations that every engine has. */
  static NDArray gathered(NDArray x, NDArray hash, int places) {
    long batch = x.getShape().get(0);
    NDArray columns = Tensors.concat(List.of(x, x.getManager().zeros(new Shape(batch, 1))), 1);
    long[] picks = SketchIndex.of(hash.toLongArray(), places);
    return Tensors.rows(columns.transpose(), x.getManager().create(picks))
        .reshape(-1, places, batch)
        .sum(new int[] {0})
        .transpose();
  }
}
