package dev.braid.tasks.qa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.FusedHead;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;

/** An MLP from the fused vector to logits {@code [B, outputs]}. */
final class QaHead extends FusedHead {

  private final Mlp mlp;

  QaHead(int width, QaTask.Options options, int outputs) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(width);
    sizes.addAll(options.hidden());
    sizes.add(outputs);
    mlp = child("mlp", new Mlp(sizes, options.activation(), options.dropout()));
  }

  @Override
  public NDList predict(Encoding fused, boolean training) {
    // A sample without any input has no fused vector; zeros keep it finite.
    NDArray x = Tensors.orZeros(fused.present(), fused.requirePooled());
    return new NDList(mlp.apply(x, training));
  }
}
