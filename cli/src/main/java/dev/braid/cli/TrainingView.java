package dev.braid.cli;

import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.experiment.Experiment;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows training: a progress bar and a line per epoch; only the lines where there is no terminal.
 */
final class TrainingView implements TrainingListener {

  private final PrintWriter out;
  private final boolean terminal = Boolean.getBoolean("braid.terminal");
  private @Nullable ProgressBar bar;
  private int stepsPerEpoch;
  private int epochs;

  TrainingView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void note(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void start(RunDirectory run, int epochs, int stepsPerEpoch) {
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    note("run: " + run.path() + "\n");
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    if (!terminal) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch %d/%d".formatted(epoch, epochs))
              .setInitialMax(stepsPerEpoch)
              .setUnit(" steps", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .clearDisplayOnFinish()
              .build();
    }
    bar.stepTo(step);
    bar.setExtraMessage(" loss %.4f".formatted(loss));
  }

  @Override
  public void epoch(Epoch epoch) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    StringBuilder line = new StringBuilder();
    line.append(
        "epoch %3d/%d  train loss %.4f"
            .formatted(epoch.epoch(), epoch.epochs(), epoch.trainLoss()));
    Set<String> names = new LinkedHashSet<>(SHORT);
    names.add(epoch.metric());
    for (String name : names) {
      Double value = epoch.validation().get(name);
      if (value != null) {
        line.append("  val %s %.4f".formatted(name, value));
      }
    }
    line.append("  %,.0f samples/s".formatted(epoch.samplesPerSecond()));
    line.append("  %.1f s".formatted(epoch.seconds()));
    double left = epoch.seconds() * (epoch.epochs() - epoch.epoch());
    if (left > 0) {
      line.append("  ETA ").append(time(left));
    }
    if (epoch.best()) {
      line.append("  *");
    }
    note(line.toString());
  }

  void interrupted(Experiment.Outcome outcome) {
    Path run = outcome.run().path();
    if (outcome.bestStep() == null) {
      note("\nstopped before the end of the first epoch");
    } else {
      note("\nstopped; the best checkpoint so far is step %d".formatted(outcome.bestStep()));
    }
    note("next:");
    note("  ./braid train --resume " + run);
    if (outcome.bestStep() != null) {
      note("  ./braid evaluate " + run);
    }
  }

  void outcome(Experiment.Outcome outcome, CheckedSpec spec) {
    if (outcome.test().isEmpty()) {
      note("\nthe data has no test split; nothing was measured on one");
    } else {
      note("\ntest (best checkpoint, step %d):".formatted(outcome.bestStep()));
      Tables.measures(outcome.test()).forEach(this::note);
      if (!outcome.baselines().isEmpty()) {
        note("baselines without a model (accuracy):");
      }
      outcome.baselines().forEach((name, value) -> note("  %-22s %.4f".formatted(name, value)));
      note("\nthree test samples:");
      outcome.examples().forEach(example -> example(example, spec));
    }
    note("\nsaved in " + outcome.run().path());
    next(outcome.run().path());
  }

  private void example(Experiment.Example example, CheckedSpec spec) {
    Sample sample = example.sample();
    for (InputPlan plan : spec.inputs().values()) {
      Object value = sample.value(plan.column());
      note("  %-10s %s".formatted(plan.name() + ":", value == null ? "(missing)" : value));
    }
    note("  %-10s %s".formatted("predicted:", labels(example.predictions())));
    note(example.target() == null ? "" : "  %-10s %s\n".formatted("true:", example.target()));
  }

  static String labels(List<Task.Prediction> predictions) {
    return predictions.stream()
        .limit(3)
        .map(p -> "%s (%.1f %%)".formatted(p.label(), 100 * p.probability()))
        .collect(Collectors.joining(", "));
  }

  private void next(Path run) {
    note("next:");
    note("  ./braid evaluate " + run);
    note("  ./braid predict " + run + " --help");
  }

  static String time(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return duration.toHours() > 0
        ? String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
  }
}
