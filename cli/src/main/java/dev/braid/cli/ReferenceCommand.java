package dev.braid.cli;

import dev.braid.core.reference.ReferencePages;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid reference}. */
@Command(
    name = "reference",
    description =
        "Write the reference: a page of every fusion operator and of every other kind of part.",
    mixinStandardHelpOptions = true)
final class ReferenceCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "docs/reference",
      description = "the folder of the pages, ${DEFAULT-VALUE} by default")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    Map<String, String> pages =
        ReferencePages.of(Catalogs.find(main.plugins(), command.commandLine().getErr()));
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = folder.resolve(page.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, page.getValue());
    }
    out.println("%d files written to %s".formatted(pages.size(), folder));
    out.flush();
    return 0;
  }
}
