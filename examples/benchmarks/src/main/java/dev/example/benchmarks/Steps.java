package dev.example.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.train.TrainingListener;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Milliseconds of a whole training step of some models: {@code Steps CASES.json THREADS STEPS}.
 * Braid's own {@code Trainer} makes as many steps to warm up and then as many that are measured, on
 * made-up data whose features are in memory. A step goes from one update to the next: batch,
 * forward, loss, backward, optimizer, gradients to zero.
 */
public final class Steps implements TrainingListener {

  /** So many different batches, a picture of its own for every sample. */
  private static final int BATCHES = 8;

  private final List<Double> milliseconds = new ArrayList<>();
  private long last;

  private Steps() {}

  /** Measures, and prints a line for each case: name, parameters, median, with tabs between. */
  public static void main(String[] arguments) throws Exception {
    File cases = new File(arguments[0]).getAbsoluteFile();
    for (JsonNode each : new ObjectMapper().readTree(cases)) {
      Path spec = Objects.requireNonNull(cases.getParentFile()).toPath();
      measure(
          each,
          spec.resolve(each.get("spec").asText()),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]));
    }
  }

  private static void measure(JsonNode each, Path spec, int threads, int steps) throws Exception {
    int batch = each.get("batch").asInt();
    try (Scratch scratch = Scratch.create()) {
      Path data = Files.createDirectory(scratch.path().resolve("data"));
      new MadeUpData(
              each.get("tokens").asInt(),
              each.get("words").asInt(),
              each.get("answers").asInt(),
              each.get("size").asInt())
          .write(data, BATCHES * batch);
      List<String> overrides =
          List.of("data.root=" + data, "training.batch=" + batch, "training.threads=" + threads);
      Steps taken = new Steps();
      // One step more, because the first only marks where the second begins.
      try (Rig rig = Rig.open(spec, 2 * steps + 1, overrides, scratch.path())) {
        rig.train(taken);
        List<Double> measured = taken.milliseconds.subList(steps, 2 * steps);
        System.out.printf(
            "%s\t%d\t%.3f%n",
            each.get("name").asText(),
            rig.model().parameterCount(),
            Quartiles.of(measured).median());
      }
    }
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    long now = System.nanoTime();
    if (last != 0) {
      milliseconds.add((now - last) / 1e6);
    }
    last = now;
  }
}
