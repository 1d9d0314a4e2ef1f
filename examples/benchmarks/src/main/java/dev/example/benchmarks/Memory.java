package dev.example.benchmarks;

import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether training keeps memory: {@code Memory small.yaml [STEPS]} trains a small model, with a
 * checkpoint after each of its many epochs, and prints the memory of the whole process. Linux only.
 */
public final class Memory implements TrainingListener {

  private static final int EVERY = 250;

  private final List<Double> mebibytes = new ArrayList<>();
  private int done;

  private Memory() {}

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    Path spec = Path.of(arguments[0]);
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3000;
    Memory memory = new Memory();
    System.out.println("steps   memory of the process, MiB");
    try (Scratch scratch = Scratch.create();
        Rig rig = Rig.open(spec, steps, List.of(), scratch.path())) {
      rig.train(memory);
    }
    int half = memory.mebibytes.size() / 2;
    System.out.printf(
        "slope over the second half: %+.2f MiB per 1,000 steps%n",
        1000.0 / EVERY * slope(memory.mebibytes.subList(half, memory.mebibytes.size())));
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    done++;
    if (done % EVERY == 0) {
      mebibytes.add(resident());
      System.out.printf("%5d   %.1f%n", done, mebibytes.get(mebibytes.size() - 1));
    }
  }

  private static double resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Least squares over equally spaced values. */
  private static double slope(List<Double> values) {
    double middle = (values.size() - 1) / 2.0;
    double above = 0;
    double below = 0;
    for (int i = 0; i < values.size(); i++) {
      above += (i - middle) * values.get(i);
      below += (i - middle) * (i - middle);
    }
    return above / below;
  }
}
