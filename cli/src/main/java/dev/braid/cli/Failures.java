package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.core.run.FileFailure;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into lines for people. */
final class Failures {

  static final int BAD_INPUT = 2;
  private static final int FAILURE = 1;

  private Failures() {}

  static int report(Exception exception, PrintWriter err, boolean verbose) {
    boolean users =
        exception instanceof SpecException
            || exception instanceof BadDataException
            || exception instanceof DivergedException
            || exception instanceof IOException
            || exception instanceof UncheckedIOException
            || exception instanceof UsageException;
    if (users) {
      return end(exception, message(exception), BAD_INPUT, err, verbose);
    }
    String more = verbose ? "" : "\nthis is a defect of Braid or of a part; --verbose shows where";
    return end(exception, "braid failed: " + exception + more, FAILURE, err, verbose);
  }

  /** What a command cannot go on from, but can still say. */
  static int report(Error error, PrintWriter err, boolean verbose) {
    String message =
        error instanceof OutOfMemoryError
            ? "out of memory (%s); lower training.batch or training.cache_mb, or give Java more with BRAID_JAVA_OPTS=-Xmx…"
                .formatted(error.getMessage())
            : "braid failed: %s\na plugin may be built for another version; --verbose shows where"
                .formatted(error);
    return end(error, message, FAILURE, err, verbose);
  }

  /** The command line cannot be read. */
  static int usage(ParameterException exception, boolean verbose) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    String message = exception.getMessage();
    if (exception instanceof UnmatchedArgumentException unmatched) {
      StringWriter suggestions = new StringWriter();
      UnmatchedArgumentException.printSuggestions(unmatched, new PrintWriter(suggestions));
      message = (message + "\n" + suggestions).strip();
      if (unmatched.isUnknownOption() && takesChanges(command)) {
        message += "\nchanges to the spec have no dashes, such as training.epochs=20";
      }
    }
    String name = command.getCommandSpec().qualifiedName();
    return end(
        exception, message + "\n'" + name + " --help' shows the usage", BAD_INPUT, err, verbose);
  }

  private static boolean takesChanges(CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .anyMatch(parameter -> parameter.paramLabel().equals("KEY=VALUE"));
  }

  private static int end(
      Throwable thrown, String message, int code, PrintWriter err, boolean verbose) {
    if (verbose) {
      thrown.printStackTrace(err);
    }
    err.println(message);
    err.flush();
    return code;
  }

  private static String message(Exception exception) {
    boolean bare =
        exception instanceof FileSystemException
            || exception instanceof CharacterCodingException
            || exception instanceof UncheckedIOException;
    String file =
        exception instanceof FileSystemException failed && failed.getReason() != null
            ? failed.getFile() + ": "
            : "";
    return bare ? file + FileFailure.reason(exception) : String.valueOf(exception.getMessage());
  }

  /** The command line itself cannot be used. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
