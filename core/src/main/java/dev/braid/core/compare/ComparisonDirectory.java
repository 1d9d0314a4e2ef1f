package dev.braid.core.compare;

import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.RunDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code comparisons/<name>/<n>/}: {@code spec.yaml} (the base spec, changes of the command line
 * included), {@code sweep.yaml} (complete), {@code base} (the folder that relative paths start
 * from), {@code trials/<id>/} and {@code leaderboard.txt}, {@code .csv} and {@code .json}. In a
 * trial's folder are {@code spec.yaml}, its run directories {@code 1/}, …, {@code out.log} and
 * {@code errors.log}.
 */
public record ComparisonDirectory(Path path) {

  /**
   * The newest comparison below {@code <name>} that has the same spec, sweep and base folder, or a
   * new one.
   */
  static ComparisonDirectory of(
      Path comparisons, String name, Path base, String spec, String sweep, boolean fresh)
      throws IOException {
    Path parent = comparisons.resolve(name);
    if (!fresh && Files.isDirectory(parent)) {
      List<Path> all;
      try (Stream<Path> list = Files.list(parent)) {
        all =
            list.filter(one -> String.valueOf(one.getFileName()).matches("\\d{1,8}"))
                .sorted(Comparator.comparingInt(ComparisonDirectory::number).reversed())
                .toList();
      }
      for (Path one : all) {
        ComparisonDirectory old = new ComparisonDirectory(one);
        if (same(old.spec(), spec)
            && same(old.sweep(), sweep)
            && same(old.path.resolve("base"), base.toString())) {
          return old;
        }
      }
    }
    ComparisonDirectory made =
        new ComparisonDirectory(RunDirectory.create(comparisons, name).path());
    AtomicFiles.write(made.path.resolve("base"), base.toString());
    AtomicFiles.write(made.spec(), spec);
    AtomicFiles.write(made.sweep(), sweep);
    return made;
  }

  /**
   * Opens an existing comparison.
   *
   * @throws IOException if there is none
   */
  public static ComparisonDirectory open(Path path) throws IOException {
    ComparisonDirectory directory = new ComparisonDirectory(path);
    if (!Files.isRegularFile(directory.sweep()) || !Files.isRegularFile(directory.spec())) {
      throw new IOException(
          path + " is not a comparison; give a folder such as comparisons/NAME/1");
    }
    return directory;
  }

  private static int number(Path folder) {
    return Integer.parseInt(String.valueOf(folder.getFileName()));
  }

  private static boolean same(Path file, String text) throws IOException {
    return Files.isRegularFile(file) && Files.readString(file).equals(text);
  }

  /** The base spec. */
  public Path spec() {
    return path.resolve("spec.yaml");
  }

  /** What varies. */
  public Path sweep() {
    return path.resolve("sweep.yaml");
  }

  /** The folder that relative paths in the spec start from. */
  public Path base() throws IOException {
    return Path.of(Files.readString(path.resolve("base")).strip());
  }

  /** Below it each trial has its folder. */
  Path trials() {
    return path.resolve("trials");
  }

  Path trial(Trial trial) {
    return trials().resolve(trial.id());
  }

  /** The newest run directory of a trial, or null. */
  @Nullable Path run(Trial trial) throws IOException {
    if (!Files.isDirectory(trial(trial))) {
      return null;
    }
    try (Stream<Path> list = Files.list(trial(trial))) {
      return list.filter(one -> String.valueOf(one.getFileName()).matches("\\d{1,8}"))
          .max(Comparator.comparingInt(ComparisonDirectory::number))
          .orElse(null);
    }
  }

  /** Relative to this directory, with slashes. */
  String relative(Path file) {
    return path.relativize(file).toString().replace('\\', '/');
  }

  /**
   * Keeps other processes from working here until the channel is closed or this process ends.
   *
   * @throws IOException if another one does
   */
  FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // the same answer as below
    }
    channel.close();
    throw new IOException(
        path + " is at work in another process; wait for it, or start a new one with --new");
  }
}
