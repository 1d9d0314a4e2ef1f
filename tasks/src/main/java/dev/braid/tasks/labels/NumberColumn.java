package dev.braid.tasks.labels;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;

/**
 * A column that holds numbers. Text that is a number counts as one; a blank is no value.
 *
 * @param name of the column
 * @param option of the task that names it, for messages
 */
public record NumberColumn(String name, String option) {

  private static final int LARGEST_WHOLE = 1_000_000;

  /**
   * The number of a sample, which is finite.
   *
   * @param otherwise why it must have one, the end of the message where it has none
   */
  public double require(Sample sample, String otherwise) throws BadDataException {
    Object value = sample.value(name);
    String text = value == null ? "" : value.toString().strip();
    if (text.isEmpty()) {
      throw new BadDataException("%s: no value in %s; %s".formatted(sample.id(), this, otherwise));
    }
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new BadDataException(
          "%s: '%s' in %s is not a number; write it as 17 or -3.5"
              .formatted(sample.id(), text, this),
          e);
    }
    if (!Double.isFinite(number)) {
      throw new BadDataException(
          "%s: '%s' in %s is not a finite number; correct it or leave the sample out"
              .formatted(sample.id(), text, this));
    }
    return number;
  }

  /** The same where only whole numbers make sense, such as grades. */
  public int requireWhole(Sample sample, String otherwise) throws BadDataException {
    double number = require(sample, otherwise);
    if (number != Math.rint(number) || Math.abs(number) > LARGEST_WHOLE) {
      throw new BadDataException(
          "%s: %s in %s is not a whole number from -%d to %d"
              .formatted(sample.id(), number, this, LARGEST_WHOLE, LARGEST_WHOLE));
    }
    return (int) number;
  }

  /** As messages name it: {@code column 'price' (task option targets)}. */
  @Override
  public String toString() {
    return "column '%s' (task option %s)".formatted(name, option);
  }
}
