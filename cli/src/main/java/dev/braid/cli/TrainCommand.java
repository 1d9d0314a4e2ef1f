package dev.braid.cli;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.Experiment;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Parameters(index = "0", paramLabel = "SPEC", description = "a YAML or JSON file")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "changes to the spec, such as fusion=concat or training.epochs=20")
  private List<String> overrides = List.of();

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "where runs are kept (default: ./runs)")
  private Path runs = Path.of("runs");

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    CheckedSpec spec =
        SpecChecker.check(Overrides.apply(SpecReader.read(file), overrides), catalog);
    TrainingView view = new TrainingView(out);
    TrainingListener listener = Tracking.of(view, System.getenv());
    Experiment experiment =
        new Experiment(spec, Folders.base(file), runs, Folders.cache(), listener);
    CountDownLatch shown = new CountDownLatch(1);
    Thread hook = stopOnInterrupt(experiment, view, shown);
    try {
      Experiment.Outcome outcome = experiment.train();
      if (ending(hook)) {
        view.interrupted(outcome);
        return 130;
      }
      view.outcome(outcome, spec);
      return 0;
    } finally {
      ending(hook);
      shown.countDown();
    }
  }

  /** Whether the process is ending: then the hook runs and waits until the outcome is shown. */
  private static boolean ending(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Ctrl-C ends the running step, writes a checkpoint and then ends the process. */
  private static Thread stopOnInterrupt(
      Experiment experiment, TrainingView view, CountDownLatch shown) {
    Thread hook =
        new Thread(
            () -> {
              view.note("stopping after this step …");
              try {
                experiment.stop();
                shown.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }
}
