package dev.braid.core.vector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is learned of a vector's numbers in the train split.
 *
 * @param names of the columns that they come from, or null where they have none
 * @param means of those that are there; 0 where none is
 * @param deviations of those that are there; 1 for a number that never changes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scales(@Nullable List<String> names, double[] means, double[] deviations) {

  private static final String FILE = "numbers.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Learns from what can be read; the rest is refused, with its sample, when it is read.
   *
   * @throws BadDataException if nothing can be read
   */
  static Scales learn(Iterable<Object> values) throws BadDataException {
    List<Row> rows = new ArrayList<>();
    BadDataException first = null;
    for (Object value : values) {
      try {
        rows.add(Row.of(value));
      } catch (BadDataException e) {
        first = first == null ? e : first;
      }
    }
    if (rows.isEmpty()) {
      throw first != null
          ? first
          : new BadDataException("no sample of the train split has this input");
    }
    int size = usual(rows);
    rows.removeIf(row -> row.numbers().length != size);
    double[] means = new double[size];
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      int place = i;
      double[] numbers =
          rows.stream()
              .mapToDouble(row -> row.numbers()[place])
              .filter(number -> !Double.isNaN(number))
              .toArray();
      double mean = Arrays.stream(numbers).average().orElse(0);
      double square = Arrays.stream(numbers).map(n -> (n - mean) * (n - mean)).average().orElse(0);
      boolean changes = Arrays.stream(numbers).distinct().limit(2).count() == 2 && square > 0;
      means[i] = mean;
      deviations[i] = changes ? Math.sqrt(square) : 1;
    }
    return new Scales(rows.get(0).names(), means, deviations);
  }

  /** The size that most rows have, the first of equals. */
  private static int usual(List<Row> rows) {
    Map<Integer, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.numbers().length, 1, Integer::sum));
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    return rows.stream()
        .map(row -> row.numbers().length)
        .filter(size -> most == counts.getOrDefault(size, 0))
        .findFirst()
        .orElse(0);
  }

  int size() {
    return means.length;
  }

  /** The numbers of a row, in the order that was learned. */
  double[] inOrder(Row row) throws BadDataException {
    if (row.numbers().length != means.length) {
      throw new BadDataException(
          "it has %d %s, but those of the train split have %d"
              .formatted(
                  row.numbers().length,
                  row.numbers().length == 1 ? "number" : "numbers",
                  means.length));
    }
    if (names == null || row.names() == null || names.equals(row.names())) {
      return row.numbers();
    }
    double[] ordered = new double[means.length];
    for (int i = 0; i < ordered.length; i++) {
      int place = row.names().indexOf(names.get(i));
      if (place < 0) {
        throw new BadDataException(
            "it has no column '%s'; its columns: %s"
                .formatted(names.get(i), String.join(", ", row.names())));
      }
      ordered[i] = row.numbers()[place];
    }
    return ordered;
  }

  /** Writes it as JSON. */
  void save(Path folder) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
  }

  /** Reads what {@link #save} wrote. */
  static Scales load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    @Nullable Scales scales;
    try {
      scales = JSON.readValue(file.toFile(), Scales.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is damaged: it does not hold means and deviations", e);
    }
    if (scales == null || !scales.isWhole()) {
      throw new IOException(
          file + " is damaged: it needs a finite mean and a deviation above 0 for each number");
    }
    return scales;
  }

  @SuppressWarnings("ConstantConditions") // JSON may leave out anything
  private boolean isWhole() {
    return means != null
        && deviations != null
        && means.length > 0
        && deviations.length == means.length
        && (names == null || names.size() == means.length)
        && Arrays.stream(means).allMatch(Double::isFinite)
        && Arrays.stream(deviations).allMatch(d -> d > 0 && Double.isFinite(d));
  }
}
