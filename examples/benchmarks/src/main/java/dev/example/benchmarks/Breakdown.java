package dev.example.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of training goes: {@code Breakdown SPEC EPOCHS [key=value …]} trains for some
 * epochs without validation and prints the shares of each from the run's {@code timings.jsonl}.
 * Nothing is read before the first epoch, so that reading and decoding are in its figures; later
 * ones find the features in memory.
 */
public final class Breakdown implements TrainingListener {

  private static final List<String> PHASES = List.of("wait", "forward", "backward", "update");

  private @Nullable RunDirectory run;

  private Breakdown() {}

  /** Trains and prints a Markdown table. */
  public static void main(String[] arguments) throws Exception {
    Path spec = Path.of(arguments[0]);
    List<String> overrides = new ArrayList<>(List.of("training.epochs=" + arguments[1]));
    overrides.addAll(List.of(arguments).subList(2, arguments.length));
    Breakdown breakdown = new Breakdown();
    try (Scratch scratch = Scratch.create();
        Rig rig = Rig.cold(spec, Integer.MAX_VALUE, overrides, scratch.path())) {
      rig.train(breakdown);
      breakdown.report();
    }
  }

  @Override
  public void start(RunDirectory run, int epochs, int stepsPerEpoch) {
    this.run = run;
  }

  private void report() throws Exception {
    System.out.println(
        "| epoch | seconds | samples/s | wait for data | forward | backward | update | other |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(Objects.requireNonNull(run).timings())) {
      JsonNode epoch = json.readTree(line);
      double seconds = epoch.get("seconds").asDouble();
      StringBuilder row = new StringBuilder();
      double rest = 1;
      for (String phase : PHASES) {
        double share = epoch.get(phase + "_seconds").asDouble() / seconds;
        rest -= share;
        row.append("%.1f %% | ".formatted(100 * share));
      }
      System.out.printf(
          "| %d | %.1f | %.0f | %s%.1f %% |%n",
          epoch.get("epoch").asInt(),
          seconds,
          epoch.get("samples_per_second").asDouble(),
          row,
          100 * rest);
    }
  }
}
