package dev.braid.tasks.regression;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.tasks.labels.NumberColumn;
import dev.braid.tasks.labels.NumberFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The grades of the train split, from the lowest to the highest. Between two neighbours lies a
 * level; a sample is above it or not.
 */
record Grades(List<Integer> values) {

  private static final int MOST = 200;
  private static final String FILE = "grades.txt";

  /** Learns them. */
  static Grades learn(List<Sample> train, NumberColumn column) throws BadDataException {
    TreeSet<Integer> found = new TreeSet<>();
    for (Sample sample : train) {
      found.add(column.requireWhole(sample, Scales.NEEDED));
    }
    if (found.size() < 2) {
      throw new BadDataException(
          found.isEmpty()
              ? column + ": the train split is empty; there is nothing to learn from"
              : "%s: only one grade %d in the train split; there is nothing to choose between"
                  .formatted(column, found.first()));
    }
    if (found.size() > MOST) {
      throw new BadDataException(
          "%s: %d different grades in the train split, more than %d; leave ordinal out, these are numbers"
              .formatted(column, found.size(), MOST));
    }
    return new Grades(List.copyOf(found));
  }

  /** How many levels there are, one less than grades. */
  int levels() {
    return values.size() - 1;
  }

  /** Whether a value is above a level; it need not be among the grades. */
  boolean above(double value, int level) {
    return value > values.get(level);
  }

  /**
   * The probability of each grade.
   *
   * @param above of being above each level
   */
  double[] probabilities(double[] above) {
    double[] all = new double[values.size()];
    double sum = 0;
    for (int g = 0; g < all.length; g++) {
      double atLeast = g == 0 ? 1 : above[g - 1];
      double more = g == all.length - 1 ? 0 : above[g];
      all[g] = Math.max(0, atLeast - more); // below 0 before the levels are in order
      sum += all[g];
    }
    for (int g = 0; g < all.length; g++) {
      all[g] /= sum;
    }
    return all;
  }

  /** The grade above as many levels as are more probable than not: the median. */
  int predicted(double[] above) {
    return values.get((int) IntStream.range(0, above.length).filter(k -> above[k] > 0.5).count());
  }

  /** Writes one grade a line. */
  void save(Path folder) throws IOException {
    NumberFile.save(
        folder.resolve(FILE), values.stream().mapToDouble(Integer::doubleValue).toArray());
  }

  /** Reads what {@link #save} wrote. */
  static Grades load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    double[] numbers = NumberFile.load(file);
    boolean rising = numbers.length >= 2;
    for (int g = 0; g < numbers.length; g++) {
      rising &= numbers[g] == Math.rint(numbers[g]) && (g == 0 || numbers[g] > numbers[g - 1]);
    }
    if (!rising) {
      throw new IOException(file + " is damaged: it needs two whole numbers or more, rising");
    }
    return new Grades(IntStream.range(0, numbers.length).mapToObj(g -> (int) numbers[g]).toList());
  }
}
