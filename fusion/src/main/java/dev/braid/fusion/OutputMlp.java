package dev.braid.fusion;

import dev.braid.api.Problems;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The MLP that may follow an operator: hidden layers, then an output layer; none without output.
 *
 * @param hidden widths of the hidden layers
 * @param output width of the last layer
 * @param activation between the layers
 */
record OutputMlp(List<Integer> hidden, @Nullable Integer output, Nonlinearity activation) {

  /** Reports hidden layers that lead nowhere. */
  void check(Problems problems) {
    if (!hidden.isEmpty() && output == null) {
      problems.add("output", "hidden layers end in an output layer: set its width");
    }
  }

  /** The width after it. */
  int width(int in) {
    return output != null ? output : in;
  }

  /** The width that the first layer yields. */
  int firstWidth(int in) {
    return hidden.isEmpty() ? width(in) : hidden.get(0);
  }

  /** The layers for this many values, or null without output. */
  @Nullable Mlp create(int in) {
    return output == null ? null : of(in, hidden, output, activation);
  }

  /** Layers {@code in}, hidden..., {@code out}. */
  static Mlp of(int in, List<Integer> hidden, int out, Nonlinearity activation) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(in);
    sizes.addAll(hidden);
    sizes.add(out);
    return new Mlp(sizes, activation);
  }
}
