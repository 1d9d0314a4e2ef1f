package dev.braid.cli;

import dev.braid.core.check.JsonSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid schema}. */
@Command(
    name = "schema",
    description = "Print a JSON Schema of specs, for an editor.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        JsonSchema.of(Catalogs.find(main.plugins(), command.commandLine().getErr()))
            .toPrettyString());
    out.flush();
    return 0;
  }
}
