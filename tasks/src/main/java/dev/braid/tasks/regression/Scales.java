package dev.braid.tasks.regression;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.tasks.labels.NumberColumn;
import dev.braid.tasks.labels.NumberFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What is learned of the targets in the train split: mean and deviation of each, by which they are
 * standardised.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scales(double[] means, double[] deviations) {

  static final String NEEDED = "every training sample needs a number";

  private static final String MEANS = "target_means.txt";
  private static final String DEVIATIONS = "target_deviations.txt";

  /** Learns them. */
  static Scales learn(List<Sample> train, List<NumberColumn> columns) throws BadDataException {
    Scales scales = new Scales(new double[columns.size()], new double[columns.size()]);
    for (int t = 0; t < columns.size(); t++) {
      NumberColumn column = columns.get(t);
      double[] numbers = new double[train.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = column.require(train.get(i), NEEDED);
      }
      if (numbers.length == 0) {
        throw new BadDataException(
            column + ": the train split is empty; there is nothing to learn from");
      }
      double mean = Arrays.stream(numbers).average().orElse(0);
      double square = Arrays.stream(numbers).map(n -> (n - mean) * (n - mean)).average().orElse(0);
      if (Arrays.stream(numbers).distinct().count() == 1) {
        throw new BadDataException(
            "%s: every sample of the train split has %s; there is nothing to learn"
                .formatted(column, Numbers.text(numbers[0])));
      }
      scales.means[t] = mean;
      scales.deviations[t] = Math.sqrt(square);
      if (!(scales.deviations[t] > 0) || !Double.isFinite(scales.deviations[t])) {
        throw new BadDataException(
            "%s: its numbers cannot be standardised, from %s to %s; give them in another unit"
                .formatted(
                    column,
                    Arrays.stream(numbers).min().orElse(0),
                    Arrays.stream(numbers).max().orElse(0)));
      }
    }
    return scales;
  }

  /** In deviations from the mean. */
  double standardise(int target, double number) {
    return (number - means[target]) / deviations[target];
  }

  /** Back in the target's unit. */
  double number(int target, double standardised) {
    return means[target] + deviations[target] * standardised;
  }

  /** Writes one number a line, in the order of the targets. */
  void save(Path folder) throws IOException {
    NumberFile.save(folder.resolve(MEANS), means);
    NumberFile.save(folder.resolve(DEVIATIONS), deviations);
  }

  /** Reads what {@link #save} wrote with the same number of targets. */
  static Scales load(Path folder, int targets) throws IOException {
    double[] means = load(folder.resolve(MEANS), targets, -Double.MAX_VALUE);
    double[] deviations = load(folder.resolve(DEVIATIONS), targets, Double.MIN_VALUE);
    return new Scales(means, deviations);
  }

  private static double[] load(Path file, int targets, double least) throws IOException {
    double[] numbers = NumberFile.load(file);
    if (numbers.length != targets
        || !DoubleStream.of(numbers).allMatch(n -> n >= least && Double.isFinite(n))) {
      throw new IOException(
          "%s is damaged: it needs %d finite numbers%s"
              .formatted(file, targets, least > 0 ? " above 0" : ""));
    }
    return numbers;
  }
}
