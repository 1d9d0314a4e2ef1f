package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.core.data.MissingInputs;
import dev.braid.core.experiment.Dataset;
import dev.braid.core.experiment.TrainedModel;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.train.Evaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  @Option(
      names = "--missing",
      paramLabel = "INPUT=FRACTION",
      description =
          "take an input away from this fraction of the samples that have it, such as picture=0.3,question=0.1;"
              + " with several values (picture=0,0.25,0.5) one measurement each. Can be repeated")
  private List<String> missing = List.of();

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
      dataset
          .broken()
          .line(split.name().toLowerCase(java.util.Locale.ROOT))
          .ifPresent(out::println);
      if (samples.isEmpty()) {
        throw new Failures.UsageException(
            "the data of "
                + run
                + " has no "
                + split.name().toLowerCase(java.util.Locale.ROOT)
                + " split; choose another with --split");
      }
      measure(model, samples, MissingSettings.parse(missing, model.spec().inputs().keySet()), out);
      out.flush();
    }
    return 0;
  }

  private static void measure(
      TrainedModel model, List<Sample> samples, List<Map<String, Double>> settings, PrintWriter out)
      throws BadDataException, IOException {
    if (settings.size() < 2) {
      MissingInputs removal =
          model.missing(samples, settings.isEmpty() ? Map.of() : settings.get(0));
      Evaluator.Result result = model.evaluate(samples, removal);
      out.println(Tables.samples(samples));
      skipped(result).ifPresent(out::println);
      removal
          .counts()
          .forEach((input, count) -> out.println("  %s taken from %,d".formatted(input, count)));
      Tables.measures(result.measures()).forEach(out::println);
      return;
    }
    out.println(Tables.samples(samples));
    List<Map<String, Double>> measurements = new ArrayList<>();
    for (Map<String, Double> setting : settings) {
      Evaluator.Result result = model.evaluate(samples, model.missing(samples, setting));
      measurements.add(result.measures());
      skipped(result).ifPresent(out::println);
    }
    List<List<String>> rows = new ArrayList<>();
    for (String input : model.spec().inputs().keySet()) {
      if (settings.stream().anyMatch(setting -> setting.containsKey(input))) {
        List<String> head = new ArrayList<>(List.of(input + " missing"));
        settings.forEach(s -> head.add(MissingSettings.percent(s.getOrDefault(input, 0.0))));
        rows.add(head);
      }
    }
    Set<String> names = new LinkedHashSet<>();
    measurements.forEach(measures -> names.addAll(measures.keySet()));
    names.forEach(name -> rows.add(Tables.row(name, measurements)));
    Tables.columns(rows).forEach(out::println);
  }

  /** Where the spec skips broken samples and there are any. */
  private static Optional<String> skipped(Evaluator.Result result) {
    return result.details().get("skipped") instanceof Integer count && count > 0
        ? Optional.of(
            "  %,d of them cannot be read; measured on %s"
                .formatted(count, result.details().get("evaluated")))
        : Optional.empty();
  }
}
