package dev.braid.encoders.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reference numbers that golden/make.py wrote, and the formula of its weights. */
final class Golden {

  private static final Path FILE = Path.of("src/test/resources/golden/encoders.txt");

  private Golden() {}

  /** The values of one encoder by name, in the order of the file. */
  static Map<String, float[]> read(String encoder) throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String line : Files.readAllLines(FILE)) {
      List<String> parts = List.of(line.split(" / |: "));
      if (parts.get(0).equals(encoder)) {
        values.put(parts.get(1), floats(parts.get(2)));
      }
    }
    return values;
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
      String name = entry.getKey();
      double shift = name.contains("norm") && name.endsWith("weight") ? 0.5 : -0.5;
      NDArray array = entry.getValue().getArray();
      float[] values = new float[(int) array.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((i * 7919L + k * 104729L) % 10007 / 10007.0 + shift);
      }
      k++;
      array.setRequiresGradient(false);
      array.set(values);
      array.setRequiresGradient(true);
    }
  }
}
