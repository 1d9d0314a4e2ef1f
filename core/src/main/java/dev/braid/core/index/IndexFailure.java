package dev.braid.core.index;

import dev.braid.core.run.FileFailure;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.LockObtainFailedException;

/** Says what stands in the way of an index; Lucene's own messages are about its files. */
final class IndexFailure {

  private static final String AGAIN = "make it again with braid index RUN --data FILE --out ";

  private IndexFailure() {}

  /** What a failure to read means. */
  static IOException reading(Path index, Exception failure) {
    if (failure instanceof IndexNotFoundException) {
      return new IOException(
          "there is no index at %s; make one with braid index RUN --data FILE --out INDEX"
              .formatted(index),
          failure);
    }
    if (failure instanceof IndexFormatTooNewException
        || failure instanceof IndexFormatTooOldException) {
      return otherVersion(index);
    }
    if (failure instanceof CorruptIndexException corrupt) {
      return corrupt.getCause() instanceof IOException cause
          ? reading(index, cause) // it says more
          : damaged(index, corrupt.getOriginalMessage(), failure);
    }
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
      return damaged(index, FileFailure.reason(failure), failure);
    }
    if (failure instanceof EOFException) {
      return damaged(index, "a file is cut off", failure);
    }
    return failure instanceof IOException other
        ? other
        : damaged(index, FileFailure.reason(failure), failure);
  }

  /** What a failure to write means. */
  static IOException writing(Path index, IOException failure) {
    if (failure instanceof LockObtainFailedException) {
      return new IOException(
          index + " is being written by another process; wait for its end or stop it first",
          failure);
    }
    IOException known = reading(index, failure);
    return known == failure ? FileFailure.unwritable(index, failure) : known;
  }

  static IOException otherVersion(Path index) {
    return new IOException(index + " was made by another version of Braid; " + AGAIN + index);
  }

  private static IOException damaged(Path index, String how, Exception cause) {
    return new IOException(
        "%s is damaged: %s; restore it from a copy or %s%s".formatted(index, how, AGAIN, index),
        cause);
  }
}
