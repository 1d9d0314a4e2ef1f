package dev.braid.tasks.contrastive;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.TaskContext;
import dev.braid.tasks.labels.LabelColumn;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a query and a target belong together: that the data has them as a pair, by their
 * values, or that a key column says so.
 *
 * @param query the columns of the query side
 * @param target the columns of the target side
 * @param key samples with the same value in it belong together; or null
 */
public record Belonging(List<String> query, List<String> target, @Nullable LabelColumn key) {

  /** For the sides of a model. */
  public static Belonging of(Sides sides, TaskContext context, @Nullable String key) {
    return new Belonging(
        columns(sides.query(), context),
        columns(sides.target(), context),
        key == null ? null : new LabelColumn(key, "key", false));
  }

  private static List<String> columns(List<String> inputs, TaskContext context) {
    return inputs.stream().map(input -> context.input(input).column()).toList();
  }

  /** How many codes a sample has. */
  public int size() {
    return key == null ? 2 : 3;
  }

  /**
   * The codes of a sample's query, its target and, where there is one, its key. A query of one
   * sample and a target of another belong together where any of these is equal.
   *
   * @throws BadDataException if the sample has no key
   */
  public long[] codes(Sample sample) throws BadDataException {
    long[] codes = new long[size()];
    codes[0] = code(sample, query);
    codes[1] = code(sample, target);
    if (key != null) {
      codes[2] = Codes.of(key.require(sample, "without it nothing says what belongs together"));
    }
    return codes;
  }

  private static long code(Sample sample, List<String> columns) {
    if (columns.size() == 1) {
      Object value = sample.value(columns.get(0));
      return Codes.of(value == null ? "" : value);
    }
    return Codes.of(Arrays.toString(columns.stream().map(sample::value).toArray()));
  }

  /** What a target is found by, given a sample's codes: its key, or else the target itself. */
  public long link(long[] codes) {
    return codes[codes.length - 1];
  }
}
