package dev.braid.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code braid} command. */
@Command(
    name = "braid",
    description = "Compose, train and compare multimodal models from a short spec.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      CompareCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      ReportCommand.class,
      DataCommand.class,
      PartsCommand.class,
      ReferenceCommand.class,
      ScoreCommand.class,
      ParityCommand.class,
      RenderCommand.class,
      SchemaCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {

  /** It tells people how to start Java. Kept here, for Java forgets loggers that nobody holds. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "show the stack trace of an error")
  private boolean verbose;

  @Option(
      names = "--plugins",
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "a jar with more parts, or a folder of such jars; may be repeated")
  private List<java.nio.file.Path> plugins = List.of();

  boolean verbose() {
    return verbose;
  }

  List<java.nio.file.Path> plugins() {
    return plugins;
  }

  /** Runs a command and exits with 0, or 2 for input that cannot be used, or 1 for a failure. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    LUCENE.setLevel(Level.SEVERE);
    Main main = new Main();
    return run(main, new CommandLine(main), args);
  }

  static int run(Main main, CommandLine line, String... args) {
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, result) ->
            Failures.report(exception, command.getErr(), main.verbose()));
    line.setParameterExceptionHandler(
        (exception, arguments) -> Failures.usage(exception, main.verbose()));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      return Failures.report(e, line.getErr(), main.verbose());
    }
  }
}
