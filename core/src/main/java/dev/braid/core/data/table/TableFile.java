package dev.braid.core.data.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.core.run.FileFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table file, read row by row.
 *
 * @param name as messages give it
 * @param option that named it
 */
record TableFile(Path path, String name, String option, TableSource.Format format) {

  /** Finds the file of an option, or says what is there instead. */
  static TableFile find(Path root, String name, String option, TableSource.@Nullable Format format)
      throws BadDataException {
    Path path = root.resolve(name).normalize();
    if (!Files.isRegularFile(path)) {
      Path there = path.getParent();
      while (there != null && !Files.isDirectory(there)) {
        there = there.getParent();
      }
      throw new BadDataException(
          "%s: there is no file %s; %s".formatted(option, path, contents(there)));
    }
    return new TableFile(path, name, option, format == null ? byEnding(path, option) : format);
  }

  private static String contents(@Nullable Path folder) {
    if (folder == null) {
      return "nor any folder of that path";
    }
    try (Stream<Path> list = Files.list(folder)) {
      List<String> names =
          list.map(path -> String.valueOf(path.getFileName())).sorted().limit(8).toList();
      return "folder %s has: %s"
          .formatted(folder, names.isEmpty() ? "nothing" : String.join(", ", names));
    } catch (IOException e) {
      return "folder " + folder + " cannot be read";
    }
  }

  private static TableSource.Format byEnding(Path path, String option) throws BadDataException {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    for (TableSource.Format format : TableSource.Format.values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new BadDataException(
        "%s: the ending of %s does not tell its format; set data.format to jsonl, json, csv or tsv"
            .formatted(option, path));
  }

  /** All rows, mapped. */
  List<Sample> read(RowMapping mapping, @Nullable Integer limit) throws BadDataException {
    int most = limit == null ? Integer.MAX_VALUE : limit;
    List<Sample> samples = new ArrayList<>();
    try {
      switch (format) {
        case JSONL ->
            JsonLines.read(
                path,
                name,
                (id, row) -> {
                  samples.add(mapping.sample(id, row));
                  return samples.size() < most;
                });
        case JSON -> array(mapping, most, samples);
        case CSV -> separated(',', mapping, most, samples);
        case TSV -> separated('\t', mapping, most, samples);
      }
    } catch (IOException e) {
      throw new BadDataException(name + " cannot be read: " + FileFailure.reason(e), e);
    }
    if (samples.isEmpty()) {
      throw new BadDataException(
          "%s: %s has no samples; add rows or name another table".formatted(option, name));
    }
    return samples;
  }

  private void array(RowMapping mapping, int most, List<Sample> samples)
      throws IOException, BadDataException {
    try (JsonParser parser = JsonLines.JSON.createParser(path.toFile())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new BadDataException(
            name + ": a JSON table is a list of rows: [{…}, {…}] or [[…], […]]");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY && samples.size() < most) {
        String id =
            "%s:%d#%d".formatted(name, parser.currentTokenLocation().getLineNr(), samples.size());
        samples.add(mapping.sample(id, parser.readValueAsTree()));
      }
      if (samples.size() < most && parser.nextToken() != null) {
        throw new BadDataException(
            "%s:%d: something follows the list of rows; a JSON table is one list"
                .formatted(name, parser.currentTokenLocation().getLineNr()));
      }
    } catch (JsonProcessingException e) {
      throw JsonLines.notJson(name + ":" + e.getLocation().getLineNr(), e);
    }
  }

  private int columns(CsvSchema header) throws BadDataException {
    Set<String> names = new HashSet<>();
    for (CsvSchema.Column column : header) {
      if (!names.add(column.getName())) {
        throw new BadDataException(
            "%s:1: the header has the column '%s' twice".formatted(name, column.getName()));
      }
    }
    return names.size();
  }

  private void separated(char separator, RowMapping mapping, int most, List<Sample> samples)
      throws IOException, BadDataException {
    CsvMapper mapper = new CsvMapper();
    mapper.enable(CsvParser.Feature.TRIM_SPACES);
    mapper.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
    int[] line = {1};
    try (BufferedReader in = Files.newBufferedReader(path);
        MappingIterator<Map<String, String>> rows =
            mapper.readerFor(Map.class).with(schema).readValues(JsonLines.skipMark(in))) {
      int columns = -1;
      while (samples.size() < most && rows.hasNextValue()) {
        line[0] = rows.getCurrentLocation().getLineNr();
        Map<String, String> cells = rows.nextValue();
        if (columns < 0) {
          columns = columns((CsvSchema) rows.getParserSchema());
        }
        String id = name + ":" + line[0];
        if (cells.size() != columns) {
          throw new BadDataException(
              "%s: the row has %d cells, the header %d".formatted(id, cells.size(), columns));
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        // An empty cell is a missing value: CSV has no other way to say so.
        cells.forEach((key, cell) -> row.put(key, cell.isEmpty() ? null : cell));
        samples.add(mapping.sample(id, row));
      }
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? line[0] : e.getLocation().getLineNr();
      String message = e.getOriginalMessage().lines().findFirst().orElse("");
      if (message.startsWith("Too many entries")) {
        message = "the row has more cells than the header";
      }
      throw new BadDataException("%s:%d: %s".formatted(name, at, message), e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw e;
    }
  }
}
