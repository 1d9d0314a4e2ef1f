package dev.braid.cli;

import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.OptionInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid parts}. */
@Command(
    name = "parts",
    description = "List the parts there are, with their options.",
    mixinStandardHelpOptions = true)
final class PartsCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description =
          "source, reader, augmentation, encoder, fusion, task, optimizer, schedule or metric")
  private @Nullable PartKind kind;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    for (CatalogEntry entry : catalog.entries()) {
      if (kind != null && entry.kind() != kind) {
        continue;
      }
      out.println(
          "%s %s: %s  [%s]"
              .formatted(
                  entry.kind().label(),
                  entry.factory().type(),
                  entry.factory().description(),
                  Path.of(entry.location()).getFileName()));
      List<List<String>> rows = new ArrayList<>();
      List<OptionInfo> options = new ArrayList<>(OptionInfo.of(entry.factory().options()));
      options.addAll(entry.kind().sharedOptions());
      for (OptionInfo option : options) {
        rows.add(
            List.of(
                "    " + option.name(),
                option.typeName() + option.bounds(),
                option.required() ? "required" : "" + option.byDefault(),
                option.description()));
      }
      Tables.columns(rows).forEach(out::println);
    }
    catalog.conflicts().forEach(conflict -> out.println("conflict: " + conflict));
    out.flush();
    return catalog.conflicts().isEmpty() ? 0 : Failures.BAD_INPUT;
  }
}
