package dev.braid.tasks.classification;

import dev.braid.api.data.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The share of samples that are right, apart for each value of a column. */
final class Groups {

  private final @Nullable String column;
  private final Map<String, Counts> counts = new TreeMap<>();

  /**
   * Nothing counted yet.
   *
   * @param column null where groups are not wanted
   */
  Groups(@Nullable String column) {
    this.column = column;
  }

  private record Counts(long correct, long samples) {
    Counts plus(Counts other) {
      return new Counts(correct + other.correct, samples + other.samples);
    }

    double accuracy() {
      return (double) correct / samples;
    }
  }

  /** Counts a sample, if it has a group. */
  void add(Sample sample, boolean right) {
    Object group = column == null ? null : sample.value(column);
    if (group != null) {
      counts.merge(group.toString().strip(), new Counts(right ? 1 : 0, 1), Counts::plus);
    }
  }

  /** Puts {@code measure.group} for each group. */
  void putMeasures(String measure, Map<String, Double> result) {
    counts.forEach((group, counted) -> result.put(measure + "." + group, counted.accuracy()));
  }

  /** Puts {@code groups}, where they are wanted. */
  void putDetails(Map<String, Object> details) {
    if (column == null) {
      return;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    counts.forEach(
        (group, counted) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("group", group);
          row.put("samples", counted.samples());
          row.put("correct", counted.correct());
          row.put("accuracy", counted.accuracy());
          rows.add(row);
        });
    details.put("groups", rows);
  }
}
