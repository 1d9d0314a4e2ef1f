package dev.braid.tasks.summarization;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A column with numbers for the frames of a clip, such as scores or what a user chose. A reader may
 * keep only some of the frames, at equal distances: of n numbers the t-th of T kept frames has that
 * at place {@code floor(t n / T)}.
 *
 * @param column its name
 * @param option of the task that names it, for messages
 */
record FrameScores(String column, String option) {

  /**
   * The numbers of a sample, one or more.
   *
   * @param otherwise why it must have them, the end of the message where it has none
   */
  double[] require(Sample sample, String otherwise) throws BadDataException {
    return numbers(sample, list(sample, otherwise));
  }

  /** The numbers of several people, of each one or more. */
  List<double[]> requireAll(Sample sample, String otherwise) throws BadDataException {
    List<double[]> all = new ArrayList<>();
    for (Object person : list(sample, otherwise)) {
      if (!(person instanceof List<?> numbers) || numbers.isEmpty()) {
        throw new BadDataException(
            "%s: %s holds a list for each person, and in that a number for each frame"
                .formatted(sample.id(), this));
      }
      all.add(numbers(sample, numbers));
    }
    return all;
  }

  private List<?> list(Sample sample, String otherwise) throws BadDataException {
    Object value = sample.value(column);
    if (value != null && !(value instanceof List<?>)) {
      throw new BadDataException("%s: %s is not a list".formatted(sample.id(), this));
    }
    if (value == null || ((List<?>) value).isEmpty()) {
      throw new BadDataException("%s: no value in %s; %s".formatted(sample.id(), this, otherwise));
    }
    return (List<?>) value;
  }

  private double[] numbers(Sample sample, List<?> values) throws BadDataException {
    double[] numbers = new double[values.size()];
    for (int t = 0; t < numbers.length; t++) {
      Object value = values.get(t);
      double number =
          value instanceof Number some
              ? some.doubleValue()
              : value instanceof Boolean yes ? (yes ? 1 : 0) : Double.NaN;
      if (!Double.isFinite(number)) {
        throw new BadDataException(
            "%s: '%s' in %s is not a number".formatted(sample.id(), value, this));
      }
      numbers[t] = number;
    }
    return numbers;
  }

  /** The place of each kept frame among n. */
  static int[] places(int kept, int n) {
    int[] places = new int[kept];
    Arrays.setAll(places, t -> (int) ((long) t * n / kept));
    return places;
  }

  /** The numbers at the kept frames. */
  static double[] at(int kept, double... numbers) {
    return Arrays.stream(places(kept, numbers.length))
        .mapToDouble(place -> numbers[place])
        .toArray();
  }

  /** As messages name it: {@code column 'scores' (task option target)}. */
  @Override
  public String toString() {
    return "column '%s' (task option %s)".formatted(column, option);
  }
}
