package dev.braid.tasks.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/** A file with one number a line. */
public final class NumberFile {

  private NumberFile() {}

  /** Writes each number so that it is read back exactly. */
  public static void save(Path file, double... numbers) throws IOException {
    Files.write(file, DoubleStream.of(numbers).mapToObj(Double::toString).toList());
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException naming the file, if it is missing or holds something else
   */
  public static double[] load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    try {
      return Files.readAllLines(file).stream().mapToDouble(Double::parseDouble).toArray();
    } catch (IOException | NumberFormatException e) {
      throw new IOException(file + " is damaged: it does not hold one number a line", e);
    }
  }
}
