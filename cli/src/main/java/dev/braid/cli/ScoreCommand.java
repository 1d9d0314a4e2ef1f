package dev.braid.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.braid.api.metric.Bootstrap;
import dev.braid.core.check.CheckedMetric;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid score}. */
@Command(
    name = "score",
    description =
        "Measure predictions of your own, however they were made: prints the result as JSON."
            + " 'braid parts metric' lists the measures and what the file of each holds.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "METRIC", description = "the measure, such as bleu")
  private String metric = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "a JSON file: a mapping with truths and predictions")
  private Path file = Path.of("");

  @Option(
      names = "--intervals",
      paramLabel = "RESAMPLES",
      description = "95 % intervals by that many draws of the items, such as 1000")
  private @Nullable Integer resamples;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "seed of the draws, ${DEFAULT-VALUE} by default")
  private long seed;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    if (resamples != null && resamples < 1) {
      throw new Failures.UsageException("--intervals: wants at least 1, not " + resamples);
    }
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    Node.MapNode input = SpecReader.json(Files.readString(file), file.toString());
    CheckedMetric checked =
        CheckedMetric.check(metric, new Position("braid score", 0, 0), input, catalog);
    Object result = checked.compute();
    if (resamples != null) {
      Map<String, Object> both = new LinkedHashMap<>();
      both.put("result", result);
      both.put("intervals", checked.intervals(new Bootstrap(0.95, resamples, seed)));
      result = both;
    }
    out.println(JSON.writeValueAsString(result));
    out.flush();
    return 0;
  }
}
