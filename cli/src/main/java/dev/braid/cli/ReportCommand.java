package dev.braid.cli;

import dev.braid.core.report.RunReport;
import dev.braid.core.report.board.ComparisonReport;
import dev.braid.core.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code braid report}. */
@Command(
    name = "report",
    description = "Write the report of a run or a comparison again, from its folder alone.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "a run such as runs/NAME/1, or a comparison")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    if (ComparisonReport.in(folder)) {
      out.println(ComparisonReport.write(folder));
      out.flush();
      return 0;
    }
    RunReport.Written written = RunReport.write(RunDirectory.open(folder), true);
    out.println(written.page());
    out.println(written.card());
    if (written.note() != null) {
      out.println(written.note());
    }
    out.flush();
    return 0;
  }
}
