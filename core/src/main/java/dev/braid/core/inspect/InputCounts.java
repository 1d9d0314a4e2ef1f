package dev.braid.core.inspect;

import dev.braid.api.data.Reader;
import dev.braid.core.check.InputPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the values of one input. */
final class InputCounts {

  private final InputPlan plan;
  private final Reader reader;
  private final Counts present;
  private final Counts missing;
  private final Counts ids;
  private final Counts unknown;
  private final Set<Print> different = new HashSet<>();
  private final List<long[]> original = new ArrayList<>();
  private final List<long[]> read = new ArrayList<>();
  private int cut;

  InputCounts(InputPlan plan, Reader reader, Collection<String> splits) {
    this.plan = plan;
    this.reader = reader;
    present = new Counts(splits);
    missing = new Counts(splits);
    ids = new Counts(splits);
    unknown = new Counts(splits);
  }

  /** Adds the value of a sample, null where it has none. */
  void add(String split, @Nullable Value value) {
    if (value == null) {
      missing.add(split, 1);
      return;
    }
    present.add(split, 1);
    if (value.print() != null) {
      different.add(value.print());
    }
    Value.Measure measure = value.measure();
    if (measure != null) {
      original.add(measure.original());
      read.add(measure.read());
      ids.add(split, measure.ids());
      unknown.add(split, measure.unknown());
      cut += measure.cut() ? 1 : 0;
    }
  }

  Inspection.Input result() {
    return new Inspection.Input(
        plan.modality().name(),
        plan.column(),
        files(),
        present.map(),
        missing.map(),
        different.size(),
        extents(original),
        extents(read),
        cut,
        vocabulary());
  }

  boolean files() {
    return plan.reader().factory().readsFiles();
  }

  private Inspection.@Nullable Vocabulary vocabulary() {
    if (ids.sum() == 0) {
      return null;
    }
    return new Inspection.Vocabulary(
        reader.features().classes(),
        reader.special().unknown() == null ? Map.of() : unknown.shares(ids));
  }

  /** Of values with as many dimensions as the first has. */
  private static List<Inspection.Extent> extents(List<long[]> shapes) {
    List<Inspection.Extent> extents = new ArrayList<>();
    int dimensions = shapes.isEmpty() ? 0 : shapes.get(0).length;
    for (int d = 0; d < dimensions; d++) {
      int dimension = d;
      long[] sizes =
          shapes.stream()
              .filter(shape -> shape.length == dimensions)
              .mapToLong(shape -> shape[dimension])
              .sorted()
              .toArray();
      extents.add(
          new Inspection.Extent(
              sizes[0], rank(sizes, 0.5), rank(sizes, 0.95), sizes[sizes.length - 1]));
    }
    return extents;
  }

  private static long rank(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
