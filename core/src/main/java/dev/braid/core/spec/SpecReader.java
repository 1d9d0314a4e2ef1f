package dev.braid.core.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/**
 * Reads YAML, or JSON where the name ends in {@code .json}, into a tree with positions. Only what a
 * spec needs: one document of plain mappings, lists and scalars. Anchors, tags, doubled keys and
 * files over 1 MiB are refused, and scalars follow YAML 1.2: {@code no} is a text, {@code 1e-4} is
 * a number.
 */
public final class SpecReader {

  private static final long MAX_BYTES = 1L << 20;
  static final int MAX_DEPTH = 32;

  private final String source;
  private final ParserImpl events;
  private final boolean override;

  private SpecReader(String text, String source, boolean override) {
    this.source = source;
    this.override = override;
    events = new ParserImpl(new ScannerImpl(new StreamReader(text), new LoaderOptions()));
  }

  /** Reads a file; the message names it as it was given. */
  public static Node.MapNode read(Path file) throws SpecException {
    String name = file.toString().isEmpty() ? "." : file.toString();
    Position whole = new Position(name, 0, 0);
    try {
      if (Files.isDirectory(file)) {
        throw fail(whole, "this is a folder; give the spec in it");
      }
      refuseAbove(Files.size(file), name);
      return parse(text(file, name), name);
    } catch (NoSuchFileException e) {
      throw fail(whole, "there is no such file" + neighbours(file));
    } catch (AccessDeniedException e) {
      throw fail(whole, "the file may not be read; check its permissions");
    } catch (CharacterCodingException e) {
      throw fail(whole, "the file is not UTF-8 text");
    } catch (IOException e) {
      throw fail(whole, "cannot be read: " + e.getMessage());
    }
  }

  /** Reads no more than is allowed: a pipe or a device has no size to check before. */
  private static String text(Path file, String name) throws IOException, SpecException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes((int) MAX_BYTES + 1);
    }
    refuseAbove(bytes.length, name);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static void refuseAbove(long size, String name) throws SpecException {
    if (size > MAX_BYTES) {
      throw fail(
          new Position(name, 1, 1),
          String.format(
              Locale.ROOT, "the file has %,d bytes; a spec has at most %,d", size, MAX_BYTES));
    }
  }

  /** Reads a text whose positions are given with this source name. */
  public static Node.MapNode parse(String text, String source) throws SpecException {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    refuseUnprintable(content, source, false);
    Node node =
        source.endsWith(".json")
            ? JsonTree.read(content, source)
            : new SpecReader(content, source, false).document();
    if (node instanceof Node.MapNode map) {
      return map;
    }
    throw fail(
        node.position(),
        "a spec is a mapping with the keys data, inputs, fusion, task and training");
  }

  /** Reads a mapping in JSON, such as the options of a part, from a text that is no spec. */
  public static Node.MapNode json(String text, String source) throws SpecException {
    Node node = jsonValue(text, source);
    if (node instanceof Node.MapNode map) {
      return map;
    }
    throw fail(node.position(), "wants a mapping such as {\"a\": 1}");
  }

  /** Reads any JSON value from a text that is no spec. */
  public static Node jsonValue(String text, String source) throws SpecException {
    refuseUnprintable(text, source, false);
    return JsonTree.read(text, source);
  }

  /** Reads the value of an override; its position is the override itself. */
  public static Node value(String text, String source) throws SpecException {
    refuseUnprintable(text, source, true);
    return new SpecReader(text, source, true).document();
  }

  /** The parser refuses these as well, but does not say where they are. */
  private static void refuseUnprintable(String text, String source, boolean override)
      throws SpecException {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        throw fail(
            override ? new Position(source, 0, 0) : new Position(source, line, column),
            String.format(Locale.ROOT, "the character U+%04X may not stand in a spec", c));
      }
      line += c == '\n' ? 1 : 0;
      column = c == '\n' ? 1 : column + 1;
    }
  }

  private Node document() throws SpecException {
    try {
      events.getEvent(); // the start of the stream
      if (events.peekEvent() instanceof StreamEndEvent) {
        if (override) {
          return new Node.ScalarNode(new Position(source, 0, 0), null, "");
        }
        throw fail(new Position(source, 1, 1), "the file is empty");
      }
      events.getEvent(); // the start of the document
      Node root = node(0);
      events.getEvent(); // its end
      if (events.peekEvent() instanceof DocumentStartEvent next) {
        throw fail(position(next.getStartMark()), "a second document starts here; a spec has one");
      }
      return root;
    } catch (MarkedYAMLException e) {
      throw marked(e);
    } catch (YAMLException e) {
      throw fail(
          new Position(source, 1, 1),
          "not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private SpecException marked(MarkedYAMLException e) {
    Mark context = e.getContextMark();
    Mark mark = e.getProblemMark() == null ? context : e.getProblemMark();
    String message = String.valueOf(e.getProblem());
    if (e.getContext() != null) {
      message += " " + e.getContext();
      if (!override && context != null && mark != null && context.getLine() != mark.getLine()) {
        message += " that begins at line " + (context.getLine() + 1);
      }
    }
    Position at = mark == null ? new Position(source, 1, 1) : position(mark);
    if (message.contains("\\t(TAB)")) {
      return fail(at, "not YAML: a tab begins here; indent with spaces");
    }
    return fail(at, "not YAML: " + message.replaceAll("\\s+", " "));
  }

  private Node node(int depth) throws SpecException {
    Event event = events.getEvent();
    Position at = position(event.getStartMark());
    if (depth > MAX_DEPTH) {
      throw fail(at, "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      throw fail(at, "'*" + alias.getAnchor() + "': a spec has no aliases; write the value out");
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw fail(at, "'&" + node.getAnchor() + "': a spec has no anchors; write the value out");
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar, at);
    }
    if (event instanceof CollectionStartEvent collection) {
      refuseTag(collection.getTag(), at);
    }
    if (event instanceof SequenceStartEvent) {
      List<Node> items = new ArrayList<>();
      while (!(events.peekEvent() instanceof SequenceEndEvent)) {
        items.add(node(depth + 1));
      }
      events.getEvent();
      return new Node.ListNode(at, List.copyOf(items));
    }
    if (event instanceof MappingStartEvent) {
      return map(at, depth);
    }
    throw fail(at, "not YAML: unexpected " + event.getEventId());
  }

  private Node.MapNode map(Position at, int depth) throws SpecException {
    MapBuilder map = new MapBuilder(at);
    while (!(events.peekEvent() instanceof MappingEndEvent)) {
      Node key = node(depth + 1);
      if (!(key instanceof Node.ScalarNode scalar)) {
        throw fail(key.position(), "a key is a plain word");
      }
      map.check(scalar.text(), key.position());
      map.put(scalar.text(), key.position(), node(depth + 1));
    }
    events.getEvent();
    return map.build();
  }

  private static Node scalar(ScalarEvent event, Position at) throws SpecException {
    refuseTag(event.getTag(), at);
    String text = event.getValue();
    boolean plain = event.getImplicit().canOmitTagInPlainScalar() && event.isPlain();
    return new Node.ScalarNode(at, plain ? Scalars.resolve(text) : text, text);
  }

  private static void refuseTag(@Nullable String tag, Position at) throws SpecException {
    if (tag != null) {
      throw fail(at, "'" + tag + "': a spec has no tags");
    }
  }

  private Position position(@Nullable Mark mark) {
    return override || mark == null
        ? new Position(source, 0, 0)
        : new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String neighbours(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return folder == null ? "" : "; there is no folder " + folder + " either";
    }
    try (Stream<Path> list = Files.list(folder)) {
      List<String> names =
          list.filter(Files::isRegularFile)
              .map(path -> String.valueOf(path.getFileName()))
              .toList();
      return Nearest.hint(String.valueOf(file.getFileName()), names);
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private static SpecException fail(Position at, String message) {
    return new SpecException(List.of(new Problem(at, "", message)));
  }
}
