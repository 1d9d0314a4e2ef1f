package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reference numbers that golden/make.py wrote, and the formula of its weights. */
final class Golden {

  private Golden() {}

  static Map<String, float[]> read(String file) {
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/golden", file))) {
      return lines
          .map(line -> line.split(": "))
          .collect(Collectors.toMap(parts -> parts[0], parts -> floats(parts[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  /** Gives a module the weights that make.py gives torch's. */
  static void fill(Module module, NDManager manager) {
    module.initialize(manager, 0);
    int k = 0;
    for (Map.Entry<String, Parameter> entry : new TreeMap<>(module.named()).entrySet()) {
      NDArray array = entry.getValue().getArray();
      Shape shape = array.getShape();
      double scale = shape.dimension() > 1 ? Math.sqrt(12.0) / Math.sqrt(shape.slice(1).size()) : 1;
      String name = entry.getKey();
      boolean positive =
          shape.dimension() == 1 && (name.contains("weight") || name.endsWith("running_var"));
      float[] values = numbers((int) shape.size(), k++, scale, positive ? 0.75 : 0);
      array.setRequiresGradient(false);
      array.set(values);
      array.setRequiresGradient(entry.getValue().requiresGradient());
    }
  }

  /** Pictures {@code [B, 3, size, size]}. */
  static NDArray batch(NDManager manager, int count, int size) {
    return manager.create(
        numbers(count * 3 * size * size, 1000, 1, 0), new Shape(count, 3, size, size));
  }

  private static float[] numbers(int count, int k, double scale, double shift) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double value = ((i * 7919L + k * 104729L) % 10007) / 10007.0 - 0.5;
      values[i] = (float) (value * scale + shift);
    }
    return values;
  }
}
