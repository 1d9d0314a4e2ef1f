package dev.braid.core.data.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.data.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files with one JSON value a line. Nothing on a line is dropped: it is one value or refused. */
public final class JsonLines {

  static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private JsonLines() {}

  /**
   * Reads the lines that are not blank.
   *
   * @param name of the file in messages and ids
   * @param visitor is given {@code name:line} and the value; it returns whether to go on
   * @throws BadDataException naming the line that is not JSON
   */
  public static void read(Path file, String name, Visitor visitor)
      throws IOException, BadDataException {
    try (BufferedReader in = skipMark(Files.newBufferedReader(file))) {
      int number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String id = name + ":" + number++;
        if (!line.isBlank() && !visitor.line(id, value(line, id))) {
          return;
        }
      }
    }
  }

  private static JsonNode value(String line, String id) throws IOException, BadDataException {
    try (JsonParser parser = JSON.createParser(line)) {
      JsonNode value = parser.readValueAsTree();
      if (parser.nextToken() != null) {
        throw new BadDataException(
            "%s: a second value starts at column %d; a line holds one"
                .formatted(id, parser.currentTokenLocation().getColumnNr()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw notJson(id, e);
    }
  }

  /**
   * A value of JSON as samples hold it. Items of a list may be null, but a list of nothing else is
   * no value; an object is its text.
   */
  public static @Nullable Object value(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      boolean none = !list.isEmpty() && list.stream().allMatch(item -> item == null);
      return none ? null : Collections.unmodifiableList(list);
    }
    return node.isTextual() ? node.textValue() : node.toString();
  }

  /** Skips a byte order mark, which spreadsheets like to write. */
  static BufferedReader skipMark(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
    return in;
  }

  static BadDataException notJson(String id, JsonProcessingException e) {
    return new BadDataException(
        "%s: not JSON: %s".formatted(id, e.getOriginalMessage().lines().findFirst().orElse("")), e);
  }

  /** Takes one line. */
  @FunctionalInterface
  public interface Visitor {
    /** Whether to go on. */
    boolean line(String id, @Nullable JsonNode value) throws BadDataException;
  }
}
