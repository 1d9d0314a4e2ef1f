package dev.braid.tasks.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.FusedHead;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;

/** An MLP from the fused vector to {@code [B, outputs]}. */
public final class MlpHead extends FusedHead {

  private final Mlp mlp;

  /**
   * How it is built.
   *
   * @param hidden widths of the hidden layers; none is a linear read-out
   * @param dropout after each hidden layer
   */
  public record Layers(List<Integer> hidden, Nonlinearity activation, double dropout) {

    /** Reports options {@code hidden} and {@code dropout} that do not go together. */
    public void check(Problems problems) {
      if (hidden.isEmpty() && dropout > 0) {
        problems.add("dropout", "acts after hidden layers, and hidden: [] has none");
      }
    }
  }

  /** For fused vectors of a width. */
  public MlpHead(int width, Layers layers, int outputs) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(width);
    sizes.addAll(layers.hidden());
    sizes.add(outputs);
    mlp = child("mlp", new Mlp(sizes, layers.activation(), layers.dropout()));
  }

  @Override
  public NDList predict(Encoding fused, boolean training) {
    // A sample without any input has no fused vector; zeros keep it finite.
    NDArray x = Tensors.orZeros(fused.present(), fused.requirePooled());
    return new NDList(mlp.apply(x, training));
  }
}
