package dev.braid.core.parity;

import java.nio.file.Path;
import java.util.List;

/** A golden file is not as the format says, or not for this operator. */
final class BadGoldenException extends Exception {

  private static final long serialVersionUID = 1L;

  BadGoldenException(Path file, String what) {
    super(file + ": " + what);
  }

  BadGoldenException(Path file, String what, List<String> details) {
    super(file + ": " + what + "\n  " + String.join("\n  ", details));
  }
}
