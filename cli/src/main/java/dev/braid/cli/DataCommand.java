package dev.braid.cli;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.inspect.ContactSheet;
import dev.braid.core.inspect.Inspection;
import dev.braid.core.inspect.Inspector;
import dev.braid.core.inspect.Subject;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid data}. */
@Command(
    name = "data",
    description =
        "Show what a model will see, without training: counts, lengths, labels, broken samples,"
            + " duplicates between splits, and a page of samples after preprocessing.",
    mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {

  private static final String SHEET = "contact-sheet.html";
  private static final int MOST = 1000;

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SPEC", description = "a YAML or JSON file")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "changes to the spec")
  private List<String> overrides = List.of();

  @Option(
      names = "--base",
      paramLabel = "FOLDER",
      description = "where relative paths in the spec start from (default: the spec's folder)")
  private @Nullable Path base;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where " + SHEET + " is written (default: here)")
  private Path out = Path.of("");

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "samples on the page, 0 for no page (default: 24)")
  private int samples = 24;

  @Option(names = "--json", description = "print everything as JSON")
  private boolean json;

  @Option(
      names = "--strict",
      description = "exit with 1 where splits share samples or files (leakage)")
  private boolean strict;

  @Override
  public Integer call() throws Exception {
    if (samples < 0 || samples > MOST) {
      throw new Failures.UsageException(
          "--samples: wants 0 to %d, not %d".formatted(MOST, samples));
    }
    CheckedSpec spec =
        SpecChecker.check(
            Overrides.apply(SpecReader.read(file), overrides),
            Catalogs.find(main.plugins(), command.commandLine().getErr()));
    Subject subject = Subject.open(spec, base == null ? Folders.base(file) : base, Folders.cache());
    Inspection inspection = Inspector.inspect(subject);
    Path sheet = out.resolve(SHEET);
    if (samples > 0) {
      Files.createDirectories(out.toAbsolutePath());
      ContactSheet.write(sheet, subject, inspection, file.toString(), samples);
    }
    PrintWriter lines = command.commandLine().getOut();
    if (json) {
      lines.println(inspection.json());
    } else {
      new DataView(inspection).lines().forEach(lines::println);
      if (samples > 0) {
        lines.printf("%nsamples as the model gets them: %s%n", sheet);
      }
    }
    lines.flush();
    return strict && inspection.leaks() ? 1 : 0;
  }
}
