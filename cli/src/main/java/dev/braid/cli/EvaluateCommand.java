package dev.braid.cli;

import dev.braid.api.data.Sample;
import dev.braid.core.experiment.Dataset;
import dev.braid.core.experiment.TrainedModel;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.train.Evaluator;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid evaluate}. */
@Command(
    name = "evaluate",
    description = "Measure a trained model again, on its own test split or on other data.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  /** The samples that can be measured. */
  enum Split {
    /** What training learned from. */
    TRAIN,
    /** What chose the best checkpoint. */
    VALIDATION,
    /** What training did not see. */
    TEST
  }

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN", description = "a folder such as runs/NAME/1")
  private Path run = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "changes to the run's spec, such as data.root=/elsewhere")
  private List<String> overrides = List.of();

  @Option(
      names = "--data",
      paramLabel = "TABLE",
      description = "a table file with the same columns to measure on instead")
  private @Nullable Path data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "train, validation or test (default)")
  private Split split = Split.TEST;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    List<String> changes = new ArrayList<>();
    if (data != null) {
      if (!Files.isRegularFile(data)) {
        throw new Failures.UsageException("--data: there is no file " + data);
      }
      String file = data.toAbsolutePath().normalize().toString().replace("'", "''");
      changes.add("data={type: table, train: '" + file + "', test: '" + file + "'}");
      changes.add("training.validation=0");
    }
    changes.addAll(overrides);
    try (TrainedModel model = TrainedModel.load(run, changes, catalog)) {
      Dataset dataset = model.data(Folders.cache());
      List<Sample> samples =
          switch (split) {
            case TRAIN -> dataset.train();
            case VALIDATION -> dataset.validation();
            case TEST -> dataset.test();
          };
      if (samples.isEmpty()) {
        throw new Failures.UsageException(
            "the data of "
                + run
                + " has no "
                + split.name().toLowerCase(java.util.Locale.ROOT)
                + " split; choose another with --split");
      }
      Evaluator.Result result = model.evaluate(samples);
      out.println(Tables.samples(samples));
      Tables.measures(result.measures()).forEach(out::println);
      out.flush();
    }
    return 0;
  }
}
