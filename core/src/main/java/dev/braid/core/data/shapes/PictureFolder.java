package dev.braid.core.data.shapes;

import dev.braid.api.data.BadDataException;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * The pictures on disk, in a folder named by what they were made from. It appears by a rename, so
 * it is whole or absent, also when two processes make it at once.
 */
final class PictureFolder {

  /** Part of the folder's name: raise it when the same options give other pictures. */
  private static final int VERSION = 1;

  private PictureFolder() {}

  static Path write(Path cache, ShapesSource.Options options, List<Scene> train, List<Scene> test)
      throws BadDataException {
    String name =
        "shapes-v%d-%d-%d-%d-%d%d-%d"
            .formatted(
                VERSION,
                options.size(),
                options.pictures(),
                options.testPictures(),
                options.minShapes(),
                options.maxShapes(),
                options.seed());
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
          "the pictures cannot be written to %s: %s; free some space, make the folder writable or set BRAID_CACHE to another"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }

  static Path picture(Path folder, String split, int number) {
    return folder.resolve(split).resolve("%06d.png".formatted(number));
  }

  private static void write(Path folder, String split, List<Scene> scenes) throws IOException {
    Files.createDirectories(folder.resolve(split));
    IntStream.range(0, scenes.size())
        .parallel()
        .forEach(
            i -> {
              Path file = picture(folder, split, i);
              try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
                ImageIO.write(scenes.get(i).draw(), "png", out);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
