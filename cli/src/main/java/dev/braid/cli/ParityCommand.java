package dev.braid.cli;

import dev.braid.core.engine.EngineSettings;
import dev.braid.core.parity.Difference;
import dev.braid.core.parity.MetricParity;
import dev.braid.core.parity.Parity;
import dev.braid.core.parity.ParityResult;
import dev.braid.core.parity.Tolerance;
import dev.braid.core.parts.PartCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid parity}. */
@Command(
    name = "parity",
    description =
        "Compare fusion operators with golden files: inputs, weights, outputs and gradients that"
            + " another implementation computed; and measures with the examples of metrics.json."
            + " Exits with 1 where one differs, with 2 for a file that cannot be compared.",
    mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {

  private static final int DIFFERS = 1;
  private static final String ENDING = ".safetensors";

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR_OR_FILE",
      description = "golden files, files of examples (.json), or folders of such files")
  private List<Path> paths = List.of();

  @Option(
      names = "--rtol",
      paramLabel = "NUMBER",
      defaultValue = "1e-4",
      description = "relative tolerance, ${DEFAULT-VALUE} by default")
  private double relative;

  @Option(
      names = "--atol",
      paramLabel = "NUMBER",
      defaultValue = "1e-5",
      description = "absolute tolerance, ${DEFAULT-VALUE} by default")
  private double absolute;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    Tolerance tolerance = tolerance();
    PartCatalog catalog = Catalogs.find(main.plugins(), err);
    EngineSettings.prepare(null);
    Parity parity = new Parity(catalog, tolerance);
    MetricParity metrics = new MetricParity(catalog);
    List<ParityResult> results = new ArrayList<>();
    for (Path path : paths) {
      results.addAll(results(path, parity, metrics));
    }
    rows(results).forEach(out::println);
    int passed = 0;
    int failed = 0;
    for (ParityResult result : results) {
      if (result instanceof ParityResult.Compared compared) {
        passed += compared.passes() ? 1 : 0;
        failed += compared.passes() ? 0 : 1;
        compared
            .failures()
            .forEach(
                failure ->
                    out.println(compared.operator() + " " + compared.name() + ": " + failure));
      }
    }
    int unusable = results.size() - passed - failed;
    out.println(
        "%d passed, %d failed%s"
            .formatted(
                passed, failed, unusable == 0 ? "" : ", " + unusable + " could not be compared"));
    out.flush();
    results.forEach(result -> complain(result, err));
    err.flush();
    return unusable > 0 ? Failures.BAD_INPUT : failed > 0 ? DIFFERS : 0;
  }

  private void complain(ParityResult result, PrintWriter err) {
    if (result instanceof ParityResult.Unusable bad) {
      err.println(bad.message());
      if (main.verbose() && bad.cause() != null) {
        bad.cause().printStackTrace(err);
      }
    }
  }

  private Tolerance tolerance() throws Failures.UsageException {
    try {
      return new Tolerance(relative, absolute);
    } catch (IllegalArgumentException e) {
      throw new Failures.UsageException(
          "--rtol " + relative + " --atol " + absolute + ": " + e.getMessage());
    }
  }

  /** A path that holds no files is a result like any other, so that it does not hide the rest. */
  private static List<ParityResult> results(Path path, Parity parity, MetricParity metrics)
      throws IOException {
    if (!Files.isDirectory(path)) {
      return Files.exists(path)
          ? path.toString().endsWith(".json") ? metrics.run(path) : List.of(parity.run(path))
          : List.of(new ParityResult.Unusable(path, "there is no file or folder " + path, null));
    }
    List<ParityResult> results = new ArrayList<>();
    try (Stream<Path> list = Files.list(path)) {
      list.filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .forEach(file -> results.add(parity.run(file)));
    }
    Path examples = path.resolve(MetricParity.FILE);
    if (Files.exists(examples)) {
      results.addAll(metrics.run(examples));
    }
    return results.isEmpty()
        ? List.of(
            new ParityResult.Unusable(
                path, path + " holds no file *" + ENDING + " and no " + MetricParity.FILE, null))
        : results;
  }

  private static List<String> rows(List<ParityResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("operator", "case", "output", "input gradients", "parameter gradients", "result"));
    for (ParityResult result : results) {
      if (result instanceof ParityResult.Compared compared) {
        rows.add(
            List.of(
                compared.operator(),
                compared.name(),
                size(compared.output()),
                size(compared.inputs()),
                size(compared.parameters()),
                compared.passes() ? "pass" : "fail"));
      } else {
        rows.add(List.of("-", String.valueOf(result.file().getFileName()), "-", "-", "-", "error"));
      }
    }
    return Tables.columns(rows);
  }

  private static String size(@Nullable Difference difference) {
    if (difference == null) {
      return "-";
    }
    double largest = difference.largest();
    return largest == 0 ? "0" : String.format(Locale.ROOT, "%.1e", largest);
  }
}
