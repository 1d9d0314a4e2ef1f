package dev.braid.cli;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.Beginning;
import dev.braid.core.experiment.Experiment;
import dev.braid.core.experiment.FreshRun;
import dev.braid.core.experiment.Replay;
import dev.braid.core.experiment.Resumption;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid train}. */
@Command(
    name = "train",
    description = "Train a model and measure it on the test split.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SPEC",
      description = "a YAML or JSON file; left out with --resume and --replay")
  private @Nullable String first;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "changes to the spec, such as fusion=concat or training.epochs=20")
  private List<String> others = List.of();

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "where runs are kept (default: ./runs)")
  private Path runs = Path.of("runs");

  @Option(
      names = "--base",
      paramLabel = "FOLDER",
      description = "where relative paths in the spec start from (default: the spec's folder)")
  private @Nullable Path base;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "go on with a run that was stopped or killed, such as runs/NAME/1")
  private @Nullable Path resumed;

  @Option(
      names = "--replay",
      paramLabel = "RUN",
      description = "train a run's spec again as a new run and compare the weights")
  private @Nullable Path replayed;

  @Override
  public Integer call() throws Exception {
    TrainTrial.endWithComparison();
    if (resumed != null && replayed != null) {
      throw new Failures.UsageException(
          "--resume goes on with a run, --replay repeats one; choose");
    }
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    if (resumed != null) {
      return resume(resumed, catalog);
    }
    if (replayed != null) {
      return train(new Replay(replayed, changes(), catalog, runs));
    }
    if (first == null) {
      throw new ParameterException(command.commandLine(), "Missing required parameter: 'SPEC'");
    }
    Path file = Path.of(first);
    CheckedSpec spec = SpecChecker.check(Overrides.apply(SpecReader.read(file), others), catalog);
    return train(new FreshRun(spec, base == null ? Folders.base(file) : base, runs));
  }

  private int resume(Path run, PartCatalog catalog) throws Exception {
    try (Resumption resumption = Resumption.open(run, changes(), catalog)) {
      if (resumption.finished()) {
        PrintWriter out = command.commandLine().getOut();
        out.printf(
            "%s is finished; there is nothing to resume (training.epochs=N makes it longer)%n",
            run);
        out.flush();
        return 0;
      }
      return train(resumption);
    }
  }

  /** Without a spec file everything is a change. */
  private List<String> changes() {
    List<String> changes = new ArrayList<>();
    if (first != null) {
      changes.add(first);
    }
    changes.addAll(others);
    return changes;
  }

  private int train(Beginning beginning) throws Exception {
    TrainingView view = new TrainingView(command.commandLine().getOut());
    try (beginning) {
      Experiment experiment =
          new Experiment(beginning, Folders.cache(), Tracking.of(view, System.getenv()));
      Interruption interruption =
          Interruption.of(experiment::stop, () -> view.note("stopping after this step …"));
      try {
        Experiment.Outcome outcome = experiment.train();
        // Ctrl-C in the final evaluation comes too late: it is brought to its end.
        if (interruption.ending() && !outcome.finished()) {
          view.interrupted(outcome);
          return 130;
        }
        view.outcome(outcome, beginning.spec());
        beginning.ended(outcome.run(), view);
        return 0;
      } finally {
        interruption.over();
      }
    }
  }
}
