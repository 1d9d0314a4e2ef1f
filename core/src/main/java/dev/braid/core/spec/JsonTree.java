package dev.braid.core.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that calls itself JSON, by the rules of JSON: tabs may indent it, {@code 'single'}
 * quotes, comments and trailing commas are refused.
 */
final class JsonTree {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final String source;
  private final JsonParser parser;

  private JsonTree(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  static Node read(String text, String source) throws SpecException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonTree tree = new JsonTree(source, parser);
      if (parser.nextToken() == null) {
        throw fail(new Position(source, 1, 1), "the file is empty");
      }
      Node root = tree.node(0);
      if (parser.nextToken() != null) {
        throw fail(tree.here(), "a second value starts here; a spec has one");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw fail(at(source, e.getLocation()), "not JSON: " + message(e));
    } catch (IOException e) {
      throw fail(new Position(source, 1, 1), "cannot be read: " + e.getMessage());
    }
  }

  private Node node(int depth) throws SpecException, IOException {
    Position at = here();
    if (depth > SpecReader.MAX_DEPTH) {
      throw fail(at, "nested deeper than " + SpecReader.MAX_DEPTH + " levels");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(depth + 1));
      }
      return new Node.ListNode(at, List.copyOf(items));
    }
    if (token == JsonToken.START_OBJECT) {
      MapBuilder map = new MapBuilder(at);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        Position keyPosition = here();
        map.check(key, keyPosition);
        parser.nextToken();
        map.put(key, keyPosition, node(depth + 1));
      }
      return map.build();
    }
    String text = parser.getText();
    return new Node.ScalarNode(
        at, token == JsonToken.VALUE_STRING ? text : Scalars.resolve(text), text);
  }

  private Position here() {
    return at(source, parser.currentTokenLocation());
  }

  private static Position at(String source, @Nullable JsonLocation location) {
    return location == null
        ? new Position(source, 1, 1)
        : new Position(source, location.getLineNr(), location.getColumnNr());
  }

  private static String message(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage())
        .replaceAll("\\s*\\(start marker at \\[[^]]*line: (\\d+)[^]]*]\\)", ", begun at line $1")
        .replaceAll("\\s+", " ");
  }

  private static SpecException fail(Position at, String message) {
    return new SpecException(List.of(new Problem(at, "", message)));
  }
}
