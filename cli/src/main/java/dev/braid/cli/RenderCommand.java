package dev.braid.cli;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.StepCost;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.io.PrintWriter;
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

/** {@code braid render}. */
@Command(
    name = "render",
    description = "Print the complete spec and where each value came from, or what a step costs.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SPEC", description = "a YAML or JSON file")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "changes to the spec")
  private List<String> overrides = List.of();

  @Option(
      names = "--cost",
      description =
          "print parameters, multiply-accumulates and activation memory of each part instead; the"
              + " data is read, the engine is not loaded")
  private boolean cost;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "with --cost: samples of a step; by default the spec's")
  private @Nullable Integer batch;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    if (batch != null && (!cost || batch < 1)) {
      throw new Failures.UsageException(
          "--batch: the samples of a step, at least 1, together with --cost");
    }
    CheckedSpec spec =
        SpecChecker.check(
            Overrides.apply(SpecReader.read(file), overrides),
            Catalogs.find(main.plugins(), command.commandLine().getErr()));
    if (cost) {
      int samples = batch == null ? spec.training().batch() : batch;
      CostView.lines(spec, StepCost.of(spec, Folders.base(file), Folders.cache(), samples))
          .forEach(out::println);
    } else {
      out.print(SpecWriter.explain(spec.complete()));
    }
    out.flush();
    return 0;
  }
}
