package dev.braid.tasks.summarization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The smallest and the largest score of the train split, which become 0 and 1. */
record ScoreRange(double least, double most) {

  /** Scores that lie between 0 and 1 are left as they are. */
  static ScoreRange of(double least, double most) {
    return least >= 0 && most <= 1 ? new ScoreRange(0, 1) : new ScoreRange(least, most);
  }

  /** A score between 0 and 1; what lies outside of the range is the nearer of both. */
  double scaled(double score) {
    return Math.max(0, Math.min(1, (score - least) / (most - least)));
  }

  /** Writes one number a line. */
  void save(Path file) throws IOException {
    Files.write(file, List.of(Double.toString(least), Double.toString(most)));
  }

  /** Reads what {@link #save} wrote. */
  static ScoreRange load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    double[] numbers;
    try {
      numbers = Files.readAllLines(file).stream().mapToDouble(Double::parseDouble).toArray();
    } catch (IOException | NumberFormatException e) {
      throw new IOException(file + " is damaged: it does not hold one number a line", e);
    }
    if (numbers.length != 2 || !(numbers[0] < numbers[1])) {
      throw new IOException(file + " is damaged: it needs the least score and a larger one");
    }
    return new ScoreRange(numbers[0], numbers[1]);
  }
}
