package dev.braid.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what stands in the way of a file; Java's own messages are often just its name. */
public final class FileFailure {

  private FileFailure() {}

  /** The reason in a few words, such as {@code No space left on device}. */
  public static String reason(Exception failure) {
    if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return reason(unchecked.getCause());
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (failure instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (failure instanceof FileAlreadyExistsException taken) {
      return taken.getFile() + " is in the way";
    }
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(failure.getMessage());
  }

  /** A target that cannot be written, with the reason and what to do. */
  public static IOException unwritable(Path target, Exception failure) {
    return new IOException(
        "%s cannot be written: %s; free some space or make the folder writable. What was there before is kept"
            .formatted(target, reason(failure)),
        failure);
  }
}
