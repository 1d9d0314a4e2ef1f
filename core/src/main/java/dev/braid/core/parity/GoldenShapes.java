package dev.braid.core.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Form;
import dev.braid.core.spec.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tensors of a golden file with what its operator has, and lists what does not fit.
 */
final class GoldenShapes {

  private final GoldenFile golden;
  private final Form form;
  private final Map<String, Parameter> parameters;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();

  private GoldenShapes(GoldenFile golden, Form form, Map<String, Parameter> parameters) {
    this.golden = golden;
    this.form = form;
    this.parameters = parameters;
  }

  /** Throws where names, types or shapes do not fit, with all that do not. */
  static void check(GoldenFile golden, Form form, Map<String, Parameter> parameters)
      throws BadGoldenException {
    GoldenShapes shapes = new GoldenShapes(golden, form, parameters);
    shapes.inputs();
    shapes.weights();
    shapes.results();
    shapes.unknown();
    if (!shapes.problems.isEmpty()) {
      throw new BadGoldenException(
          golden.file(),
          "it does not fit the operator '" + golden.operator() + "':",
          shapes.problems);
    }
  }

  private void inputs() {
    Shape first = null;
    for (String m : golden.inputs().names()) {
      NDArray x = want("input." + m, DataType.FLOAT32, null);
      Shape shape = x == null ? null : x.getShape();
      if (shape == null) {
        continue;
      }
      if (shape.dimension() != (form == Form.TOKENS ? 3 : 2)) {
        problems.add(
            "input.%s: %s in the file, %s for the operator"
                .formatted(
                    m,
                    words(shape),
                    form == Form.TOKENS ? "[samples, tokens, width]" : "[samples, width]"));
        continue;
      }
      first = first == null ? shape : first;
      if (shape.get(0) != first.get(0)) {
        problems.add(
            "input.%s: %d samples, where the first input has %d"
                .formatted(m, shape.get(0), first.get(0)));
      }
      bits((form == Form.TOKENS ? "mask." : "present.") + m, shape.slice(0, shape.dimension() - 1));
    }
  }

  /** A tensor of zeros and ones that may be left out. */
  private void bits(String name, Shape shape) {
    known.add(name);
    if (golden.find(name) == null) {
      return;
    }
    NDArray bits = want(name, DataType.UINT8, shape);
    if (bits != null && Arrays.stream(bits.toUint8Array()).anyMatch(bit -> bit > 1)) {
      problems.add(name + ": values other than 0 and 1");
    }
  }

  private void weights() {
    parameters.forEach((name, parameter) -> want("param." + name, null, parameter.getShape()));
  }

  private void results() {
    NDArray output = want("output", DataType.FLOAT32, null);
    known.addAll(List.of("output_mask", "cotangent"));
    NDArray mask = golden.find("output_mask");
    if (mask != null && output != null && output.getShape().dimension() == 3) {
      bits("output_mask", output.getShape().slice(0, 2));
    }
    boolean backward = golden.find("cotangent") != null;
    if (backward && output != null) {
      want("cotangent", DataType.FLOAT32, output.getShape());
    }
    for (String m : golden.inputs().names()) {
      gradient(backward, "grad.input." + m, shapeOf("input." + m));
    }
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            gradient(backward, "grad.param." + name, parameter.getShape());
          }
        });
  }

  private void gradient(boolean backward, String name, @Nullable Shape shape) {
    known.add(name);
    if (backward) {
      want(name, DataType.FLOAT32, shape);
    } else if (golden.find(name) != null) {
      problems.add(name + ": in the file, which has no cotangent for it");
    }
  }

  private @Nullable Shape shapeOf(String name) {
    NDArray array = golden.find(name);
    return array == null ? null : array.getShape();
  }

  private void unknown() {
    for (String name : golden.tensors().keySet()) {
      if (!known.contains(name)) {
        Set<String> free = new TreeSet<>(known);
        free.removeAll(golden.tensors().keySet());
        List<String> near = Nearest.of(name, free);
        problems.add(
            "%s: %s in the file, not in the operator%s"
                .formatted(
                    name,
                    words(golden.tensors().get(name).getShape()),
                    near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?"));
      }
    }
  }

  /** A tensor that must be there, of this type and shape (null: any); null where it is not. */
  private @Nullable NDArray want(String name, @Nullable DataType type, @Nullable Shape shape) {
    known.add(name);
    NDArray array = golden.find(name);
    if (array == null) {
      problems.add(
          name
              + ": not in the file"
              + (shape == null ? "" : ", " + words(shape) + " in the operator"));
      return null;
    }
    if (type != null && array.getDataType() != type) {
      problems.add(
          "%s: %s in the file, %s in the operator".formatted(name, array.getDataType(), type));
      return null;
    }
    if (shape != null && !array.getShape().equals(shape)) {
      problems.add(
          "%s: %s in the file, %s in the operator"
              .formatted(name, words(array.getShape()), words(shape)));
      return null;
    }
    return array;
  }

  /** {@code [3, 4]}. */
  static String words(Shape shape) {
    return Arrays.toString(shape.getShape());
  }
}
