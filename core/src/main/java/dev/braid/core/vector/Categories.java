package dev.braid.core.vector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The categories of the train split, column by column; the place of a category among all of them is
 * its number.
 */
record Categories(List<List<String>> columns) {

  private static final String FILE = "categories.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Learns from what can be read; the rest is refused, with its sample, when it is read.
   *
   * @throws BadDataException if nothing can be read
   */
  static Categories learn(Iterable<Object> values, int most) throws BadDataException {
    List<Map<String, Integer>> counts = new ArrayList<>();
    BadDataException first = null;
    boolean any = false;
    for (Object value : values) {
      try {
        List<@Nullable String> cells = CategoriesReader.cells(value);
        while (!any && counts.size() < cells.size()) {
          counts.add(new HashMap<>());
        }
        any = true;
        count(cells, counts);
      } catch (BadDataException e) {
        first = first == null ? e : first;
      }
    }
    if (!any) {
      throw first != null
          ? first
          : new BadDataException("no sample of the train split has this input");
    }
    return new Categories(counts.stream().map(column -> frequent(column, most)).toList());
  }

  private static void count(List<@Nullable String> cells, List<Map<String, Integer>> counts) {
    for (int i = 0; i < cells.size() && cells.size() == counts.size(); i++) {
      String cell = cells.get(i);
      if (cell != null) {
        counts.get(i).merge(cell, 1, Integer::sum);
      }
    }
  }

  private static List<String> frequent(Map<String, Integer> counts, int most) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many categories there are in all columns. */
  int size() {
    return columns.stream().mapToInt(List::size).sum();
  }

  /** The places of those of a sample's categories that are known. */
  List<Integer> places(List<@Nullable String> cells) throws BadDataException {
    if (cells.size() != columns.size()) {
      throw new BadDataException(
          "it has %d %s, but those of the train split have %d"
              .formatted(
                  cells.size(), cells.size() == 1 ? "category" : "categories", columns.size()));
    }
    List<Integer> places = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < cells.size(); i++) {
      int place = columns.get(i).indexOf(cells.get(i));
      if (place >= 0) {
        places.add(before + place);
      }
      before += columns.get(i).size();
    }
    return places;
  }

  /** Writes them as JSON. */
  void save(Path folder) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), columns);
  }

  /** Reads what {@link #save} wrote. */
  static Categories load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    try {
      List<List<String>> columns =
          JSON.readValue(file.toFile(), new TypeReference<List<List<String>>>() {});
      boolean whole = columns != null && columns.stream().anyMatch(column -> !column.isEmpty());
      if (whole && columns.stream().allMatch(c -> new HashSet<>(c).size() == c.size())) {
        return new Categories(columns);
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is damaged: it does not hold lists of categories", e);
    }
    throw new IOException(file + " is damaged: it needs categories, each once in its column");
  }
}
