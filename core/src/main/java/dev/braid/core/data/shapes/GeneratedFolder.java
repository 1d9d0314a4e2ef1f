package dev.braid.core.data.shapes;

import dev.braid.api.data.BadDataException;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.FileFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Generated files, one for each scene or clip, in a folder named by what they were made from. It
 * appears by a rename, so it is whole or absent, also when two processes make it at once.
 *
 * @param name of the folder
 * @param words for the files, in messages
 * @param ending of their names
 * @param format writes one
 */
record GeneratedFolder<T>(String name, String words, String ending, Format<T> format) {

  /** Writes one file. */
  interface Format<T> {
    void write(T thing, OutputStream out) throws IOException;
  }

  /** Makes the folder unless it is there. */
  Path make(Path cache, List<T> train, List<T> test) throws BadDataException {
    Path folder = cache.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(cache);
      Path beside = Files.createTempDirectory(cache, name + ".part");
      try {
        write(beside, "train", train);
        write(beside, "test", test);
        Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | UncheckedIOException e) {
        AtomicFiles.delete(beside);
        if (!Files.isDirectory(folder)) { // otherwise another process was first
          throw e;
        }
      }
      return folder;
    } catch (IOException | UncheckedIOException e) {
      throw new BadDataException(
          "the %s cannot be written to %s: %s; free some space, make the folder writable or set BRAID_CACHE to another"
              .formatted(words, folder, FileFailure.reason(e)),
          e);
    }
  }

  /** Where a file of a split is. */
  Path file(Path folder, String split, int number) {
    return folder.resolve(split).resolve("%06d.%s".formatted(number, ending));
  }

  private void write(Path folder, String split, List<T> things) throws IOException {
    Files.createDirectories(folder.resolve(split));
    IntStream.range(0, things.size())
        .parallel()
        .forEach(
            i -> {
              try (OutputStream out =
                  new BufferedOutputStream(Files.newOutputStream(file(folder, split, i)))) {
                format.write(things.get(i), out);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
