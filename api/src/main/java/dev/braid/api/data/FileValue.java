package dev.braid.api.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Raw values that name files. */
public final class FileValue {

  private FileValue() {}

  /**
   * The path that a value is.
   *
   * @param what the value is, for the message: {@code a picture}
   * @throws BadDataException if it is no path
   */
  public static Path path(Object value, String what) throws BadDataException {
    try {
      if (value instanceof Path || value instanceof String) {
        return value instanceof Path path ? path : Path.of((String) value);
      }
    } catch (InvalidPathException e) {
      throw new BadDataException("not a path of a file: " + e.getMessage(), e);
    }
    throw new BadDataException(
        "%s is given as the path of its file, not as %s"
            .formatted(what, value.getClass().getSimpleName()));
  }
}
