package dev.braid.cli;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid render}. */
@Command(
    name = "render",
    description = "Print the complete spec and where each value came from.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SPEC", description = "a YAML or JSON file")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "changes to the spec")
  private List<String> overrides = List.of();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    CheckedSpec spec =
        SpecChecker.check(
            Overrides.apply(SpecReader.read(file), overrides),
            Catalogs.find(main.plugins(), command.commandLine().getErr()));
    out.print(SpecWriter.explain(spec.complete()));
    out.flush();
    return 0;
  }
}
