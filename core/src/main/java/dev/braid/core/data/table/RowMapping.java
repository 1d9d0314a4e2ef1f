package dev.braid.core.data.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.core.spec.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a row of a table to the columns of a sample. */
final class RowMapping {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");

  private final Path table;
  private final Path folder;
  private final @Nullable Map<String, String> columns;
  private final Set<String> files;
  private final Set<String> found = new LinkedHashSet<>();

  RowMapping(Path table, @Nullable Map<String, String> columns, Set<String> files) {
    this.table = table;
    Path parent = table.toAbsolutePath().normalize().getParent();
    this.folder = parent == null ? Path.of("") : parent;
    this.columns = columns;
    this.files = files;
  }

  /** The columns seen so far, in the order of the table. */
  Set<String> columns() {
    return found;
  }

  Sample sample(String id, @Nullable JsonNode row) throws BadDataException {
    if (row == null || !(row.isObject() || row.isArray())) {
      throw new BadDataException(id + ": a row is an object {…} or a list […], not " + row);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    if (columns == null) {
      if (row.isArray()) {
        throw new BadDataException(
            id + ": rows are lists; name their columns, such as data.columns={question: 0}");
      }
      for (Map.Entry<String, JsonNode> entry : row.properties()) {
        put(values, id, entry.getKey(), JsonLines.value(entry.getValue()));
      }
    } else {
      for (Map.Entry<String, String> entry : columns.entrySet()) {
        put(values, id, entry.getKey(), mapped(id, row, entry.getKey(), entry.getValue()));
      }
    }
    return new Sample(id, values);
  }

  private void put(Map<String, Object> values, String id, String column, @Nullable Object value)
      throws BadDataException {
    found.add(column);
    if (value != null) {
      values.put(column, files.contains(column) ? file(id, column, value.toString()) : value);
    }
  }

  private @Nullable Object mapped(String id, JsonNode row, String column, String from)
      throws BadDataException {
    Matcher matcher = PLACE.matcher(from);
    if (!matcher.find()) {
      return JsonLines.value(field(id, row, column, from));
    }
    StringBuilder text = new StringBuilder();
    do {
      Object value = JsonLines.value(field(id, row, column, matcher.group(1)));
      if (value == null) {
        return null;
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value.toString()));
    } while (matcher.find());
    return matcher.appendTail(text).toString();
  }

  /** A column that no row has is a mistake; a row without it just lacks the value. */
  private @Nullable JsonNode field(String id, JsonNode row, String column, String name)
      throws BadDataException {
    if (row.isArray()) {
      if (!name.matches("\\d{1,6}")) {
        throw new BadDataException(
            "%s: data.columns.%s takes '%s', but rows are lists; give a number from 0 to %d"
                .formatted(id, column, name, row.size() - 1));
      }
      JsonNode cell = row.get(Integer.parseInt(name));
      if (cell == null) {
        throw new BadDataException(
            "%s: the row has %d values, so there is no value %s for column '%s'"
                .formatted(id, row.size(), name, column));
      }
      return cell;
    }
    JsonNode cell = row.get(name);
    if (cell == null) {
      List<String> known = new ArrayList<>();
      row.fieldNames().forEachRemaining(known::add);
      known.sort(null);
      List<String> near = Nearest.of(name, known);
      throw new BadDataException(
          "%s: there is no column '%s' (for '%s') in %s%s Its columns: %s"
              .formatted(
                  id,
                  name,
                  column,
                  table.getFileName(),
                  near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?",
                  String.join(", ", known)));
    }
    return cell;
  }

  /** A file's path starts in the folder of the table and may not leave it. */
  Path file(String id, String column, String text) throws BadDataException {
    String where = "%s column '%s'".formatted(id, column);
    if (text.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
      throw new BadDataException(
          where + ": '" + text + "' is a web address; nothing is downloaded, give a file");
    }
    try {
      Path path = folder.resolve(text).normalize();
      boolean inside = path.startsWith(folder);
      if (inside && Files.exists(path)) {
        inside = path.toRealPath().startsWith(folder.toRealPath());
      }
      if (!inside) {
        throw new BadDataException(
            "%s: '%s' leaves the folder of the table (%s); paths must stay inside it"
                .formatted(where, text, folder));
      }
      return path;
    } catch (InvalidPathException | IOException e) {
      throw new BadDataException(where + ": '" + text + "' is not a usable path", e);
    }
  }
}
