package dev.braid.cli;

import dev.braid.core.compare.ComparisonListener;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line for each trial that ended. */
final class CompareView implements ComparisonListener {

  private final PrintWriter out;

  CompareView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void note(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void trial(Ended trial) {
    String figures =
        trial.error() == null
            ? "%s: validation %s, test %s"
                .formatted(trial.measure(), value(trial.validation()), value(trial.test()))
            : "failed: " + trial.error();
    String left = trial.secondsLeft() > 0 ? ", ETA " + TrainingView.time(trial.secondsLeft()) : "";
    note(
        String.format(
            Locale.ROOT,
            "[%d/%d] %s  %s  (%.0f s%s)",
            trial.number(),
            trial.of(),
            trial.id(),
            figures,
            trial.seconds(),
            left));
  }

  private static String value(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }
}
