package dev.braid.core.data.table;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.Splits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose rows belong to samples by a key: one more column a table. Of a table with one column
 * besides the key it has that value; of one with several, a map from each to its value, null where
 * there is none. A sample without a row lacks the column.
 */
final class JoinedTables {

  private static final int SHOWN = 3;

  private final String key;
  private final Map<String, String> tables;
  private final Path root;
  private final Set<String> files;

  /**
   * Reads nothing yet.
   *
   * @param tables by the name of the new column
   * @param files columns whose values are files
   */
  JoinedTables(String key, Map<String, String> tables, Path root, Set<String> files) {
    this.key = key;
    this.tables = tables;
    this.root = root;
    this.files = files;
  }

  private record Row(String id, @Nullable Object value) {}

  /** The samples with the new columns. */
  Splits to(Splits splits) throws BadDataException {
    Set<String> columns = new LinkedHashSet<>(splits.columns());
    Map<String, Map<String, Row>> joined = new LinkedHashMap<>();
    for (Map.Entry<String, String> table : tables.entrySet()) {
      String option = "data.join." + table.getKey();
      if (!columns.add(table.getKey())) {
        throw new BadDataException(
            option + ": the samples have a column of that name already; choose another");
      }
      joined.put(table.getKey(), rows(option, table.getKey(), table.getValue()));
    }
    Set<String> used = new LinkedHashSet<>();
    List<Sample> train = samples(splits.train(), joined, used);
    List<Sample> validation =
        splits.validation() == null ? null : samples(splits.validation(), joined, used);
    List<Sample> test = samples(splits.test(), joined, used);
    for (Map.Entry<String, Map<String, Row>> table : joined.entrySet()) {
      if (Collections.disjoint(table.getValue().keySet(), used)) {
        throw new BadDataException(
            "data.join.%s: no row of %s belongs to a sample; values of '%s' there: %s; of the samples: %s"
                .formatted(
                    table.getKey(),
                    tables.get(table.getKey()),
                    key,
                    first(table.getValue().keySet()),
                    first(used)));
      }
    }
    return new Splits(columns, train, validation, test);
  }

  private static String first(Collection<String> keys) {
    return String.join(", ", keys.stream().limit(SHOWN).toList());
  }

  private Map<String, Row> rows(String option, String column, String name) throws BadDataException {
    TableFile table = TableFile.find(root, name, option, null);
    RowMapping mapping = new RowMapping(table.path(), null, Set.of());
    List<Sample> samples = table.read(mapping, null);
    List<String> rest = new ArrayList<>(mapping.columns());
    if (!rest.remove(key) || rest.isEmpty()) {
      throw new BadDataException(
          "%s: %s needs a column '%s' (data.key) and others; its columns: %s"
              .formatted(option, name, key, String.join(", ", mapping.columns())));
    }
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Sample sample : samples) {
      Row row = new Row(sample.id(), value(sample, rest, column, mapping));
      Row before = rows.putIfAbsent(keyOf(sample), row);
      if (before != null) {
        throw new BadDataException(
            "%s: '%s' stands in column '%s' (data.key) of %s too; a sample has one row"
                .formatted(sample.id(), keyOf(sample), key, before.id()));
      }
    }
    return rows;
  }

  private @Nullable Object value(
      Sample row, List<String> columns, String column, RowMapping mapping) throws BadDataException {
    if (columns.size() == 1) {
      Object value = row.value(columns.get(0));
      return value != null && files.contains(column)
          ? mapping.file(row.id(), columns.get(0), value.toString())
          : value;
    }
    Map<String, @Nullable Object> cells = new LinkedHashMap<>();
    columns.forEach(name -> cells.put(name, row.value(name)));
    boolean none = cells.values().stream().allMatch(cell -> cell == null);
    return none ? null : Collections.unmodifiableMap(cells);
  }

  private String keyOf(Sample sample) throws BadDataException {
    Object value = sample.value(key);
    if (value == null) {
      throw new BadDataException(
          "%s: no value in column '%s' (data.key), by which tables are joined"
              .formatted(sample.id(), key));
    }
    return value.toString().strip();
  }

  private List<Sample> samples(
      List<Sample> samples, Map<String, Map<String, Row>> joined, Set<String> used)
      throws BadDataException {
    List<Sample> all = new ArrayList<>();
    for (Sample sample : samples) {
      String own = keyOf(sample);
      used.add(own);
      Map<String, Object> values = new LinkedHashMap<>(sample.values());
      joined.forEach(
          (column, rows) -> {
            Row row = rows.get(own);
            if (row != null && row.value() != null) {
              values.put(column, row.value());
            }
          });
      all.add(new Sample(sample.id(), values));
    }
    return all;
  }
}
