package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns exceptions into lines for people. */
final class Failures {

  static final int BAD_INPUT = 2;
  private static final int FAILURE = 1;

  private Failures() {}

  static int report(Exception exception, PrintWriter err, boolean verbose) {
    if (verbose) {
      exception.printStackTrace(err);
    }
    boolean users =
        exception instanceof SpecException
            || exception instanceof BadDataException
            || exception instanceof DivergedException
            || exception instanceof IOException
            || exception instanceof UsageException;
    if (users) {
      err.println(message(exception));
    } else {
      err.println("braid failed: " + exception);
      if (!verbose) {
        err.println("this is a defect of Braid or of a part; --verbose shows where");
      }
    }
    err.flush();
    return users ? BAD_INPUT : FAILURE;
  }

  private static String message(Exception exception) {
    String text = String.valueOf(exception.getMessage());
    if (exception instanceof IOException && text.contains("No space left on device")) {
      String file =
          exception instanceof FileSystemException failed
              ? " while writing " + failed.getFile()
              : "";
      return "the disk is full"
          + file
          + "; free some space and train again. The last whole checkpoint is kept";
    }
    if (exception instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    return text;
  }

  /** The command line itself cannot be used. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
