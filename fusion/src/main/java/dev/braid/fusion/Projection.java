package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Problems;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code projection.<m>}: a linear layer d_m to width for each input, or none at all. */
final class Projection extends Module {

  private final @Nullable PerInput<Linear> layers;

  /** Without a width nothing is projected, and all inputs must have one width. */
  Projection(FusionInputs inputs, @Nullable Integer width) {
    layers =
        width == null
            ? null
            : PerInput.of(inputs.names(), m -> child(m, new Linear(inputs.width(m), width)));
  }

  /** Reports inputs of different widths where nothing projects them. */
  static void check(@Nullable Integer width, FusionInputs inputs, Problems problems) {
    if (width == null && !inputs.sameWidth()) {
      String widths =
          inputs.widths().entrySet().stream()
              .map(input -> input.getKey() + " " + input.getValue())
              .collect(Collectors.joining(", "));
      problems.add(
          "width",
          "inputs have different widths (" + widths + "): set width to project them to one size");
    }
  }

  /** The width after it. */
  static int width(@Nullable Integer width, FusionInputs inputs) {
    return width != null ? width : inputs.widths().values().iterator().next();
  }

  /** Applies each input's layer, {@code [..., d_m]} to {@code [..., width]}. */
  PerInput<NDArray> apply(PerInput<NDArray> x) {
    PerInput<Linear> each = layers;
    return each == null ? x : x.map((m, value) -> each.get(m).apply(value));
  }
}
