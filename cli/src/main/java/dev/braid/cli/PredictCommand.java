package dev.braid.cli;

import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.experiment.PredictionRequests;
import dev.braid.core.experiment.TrainedModel;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code braid predict}. */
@Command(
    name = "predict",
    description = "Use a trained model on new input.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each input of the run's spec is an option of its own; one may be left out:",
      "  braid predict runs/shapes-vqa/1 --question \"what colour is it\" --picture p.png"
    })
final class PredictCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN", description = "a folder such as runs/NAME/1")
  private Path run = Path.of("");

  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      description = "many samples: one JSON object a line, keys are the inputs' names")
  private @Nullable Path jsonl;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where --jsonl writes its predictions, one JSON object a line; default: here")
  private @Nullable Path output;

  @Option(names = "--top", paramLabel = "K", description = "how many answers (default 5)")
  private int top = 5;

  @Unmatched private List<String> rest = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (top < 1) {
      throw new Failures.UsageException("--top: must be at least 1, not " + top);
    }
    if (output != null && jsonl == null) {
      throw new Failures.UsageException("--out goes with --jsonl");
    }
    PrintWriter out = command.commandLine().getOut();
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    try (TrainedModel model = TrainedModel.load(run, List.of(), catalog)) {
      if (jsonl != null) {
        if (!rest.isEmpty()) {
          throw new Failures.UsageException("--jsonl takes all inputs from the file, not " + rest);
        }
        List<Sample> samples = PredictionRequests.read(jsonl, model.spec());
        List<List<Task.Prediction>> predictions = model.predict(samples, top);
        String text = PredictionRequests.write(samples, predictions, model.spec());
        if (output == null) {
          out.print(text);
        } else {
          write(output, text);
          out.println("predictions of %s in %s".formatted(Tables.samples(samples), output));
        }
      } else {
        Sample sample = PredictionRequests.single(inputs(model.spec()), model.spec().inputs());
        for (Task.Prediction prediction : model.predict(List.of(sample), top).get(0)) {
          out.println(
              "%-20s %6.2f %%".formatted(prediction.label(), 100 * prediction.probability()));
        }
      }
      out.flush();
    }
    return 0;
  }

  /** Whole or not at all, unless it is a pipe or a device, which cannot be replaced. */
  private static void write(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw FileFailure.unwritable(file, e);
      }
    } else {
      AtomicFiles.write(file.toAbsolutePath(), text);
    }
  }

  /** The options that picocli does not know: {@code --<input> VALUE} or {@code --<input>=VALUE}. */
  private Map<String, String> inputs(CheckedSpec spec) throws Failures.UsageException {
    String known =
        String.join(
            ", ", spec.inputs().values().stream().map(InputPlan::name).map("--"::concat).toList());
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < rest.size(); i++) {
      String argument = rest.get(i);
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!name.startsWith("--") || !spec.inputs().containsKey(name.substring(2))) {
        throw new Failures.UsageException(
            "'%s' is not an input of %s. Its inputs: %s".formatted(name, run, known));
      }
      if (equals < 0 && i + 1 == rest.size()) {
        throw new Failures.UsageException(name + " needs a value");
      }
      String value = equals < 0 ? rest.get(++i) : argument.substring(equals + 1);
      if (values.put(name.substring(2), value) != null) {
        throw new Failures.UsageException(name + " is given twice; --jsonl takes many samples");
      }
    }
    if (values.isEmpty()) {
      throw new Failures.UsageException("give at least one of the inputs of " + run + ": " + known);
    }
    return values;
  }
}
