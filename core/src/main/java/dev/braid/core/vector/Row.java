package dev.braid.core.vector;

import dev.braid.api.data.BadDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A raw value as numbers.
 *
 * @param names of the columns that they come from, or null where they have none
 * @param numbers NaN where one is missing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(@Nullable List<String> names, double[] numbers) {

  private static final int LONGEST = 40;

  /** Reads a map from columns to numbers, a list of numbers, a text of them, or one number. */
  static Row of(Object value) throws BadDataException {
    List<String> names = null;
    List<?> cells = List.of(value);
    if (value instanceof Map<?, ?> map) {
      names = map.keySet().stream().map(String::valueOf).toList();
      cells = new ArrayList<>(map.values());
    } else if (value instanceof List<?> list) {
      cells = list;
    } else if (value instanceof String text) {
      cells = split(text);
    }
    double[] numbers = new double[cells.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(cells.get(i), names, i, numbers.length);
    }
    if (Arrays.stream(numbers).allMatch(Double::isNaN)) {
      throw new BadDataException(
          "there is no number in %s; leave it out, then the input counts as missing"
              .formatted(shown(value)));
    }
    return new Row(names, numbers);
  }

  /** At semicolons, else at commas, else at spaces; brackets around all of it may stay. */
  private static List<String> split(String text) {
    String inner = text.strip();
    if (inner.startsWith("[") && inner.endsWith("]")) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    String separator = inner.contains(";") ? ";" : inner.contains(",") ? "," : "\\s+";
    return Arrays.asList(inner.split(separator, -1));
  }

  private static double number(
      @Nullable Object cell, @Nullable List<String> names, int place, int size)
      throws BadDataException {
    if (cell instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    String text = cell == null ? "" : cell.toString().strip();
    if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    double number = Double.NaN;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // The message is the same as for what is no text.
    }
    if (!Double.isFinite((float) number)) { // float32 is what the model gets
      throw new BadDataException(
          "%s%s is not a finite number; leave out what is not known"
              .formatted(shown(text), where(names, place, size)));
    }
    return number;
  }

  private static String where(@Nullable List<String> names, int place, int size) {
    if (names != null) {
      return " in column '" + names.get(place) + "'";
    }
    return size == 1 ? "" : ", value %d of %d,".formatted(place + 1, size);
  }

  private static String shown(Object value) {
    String text = value.toString();
    return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "'";
  }
}
