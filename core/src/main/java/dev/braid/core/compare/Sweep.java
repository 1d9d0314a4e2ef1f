package dev.braid.core.compare;

import dev.braid.api.Option;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is compared: the keys that vary and how variants are made of them.
 *
 * @param axes in their order; the last one varies fastest in a grid
 * @param seeds of every variant, or empty to count them on from the spec's
 */
public record Sweep(List<Axis> axes, List<Long> seeds, Settings settings) {

  /** How variants are made. */
  public enum Mode {
    /** Every combination. */
    GRID,
    /** The first values together, then the second ones. */
    ZIP,
    /** {@code trials} different combinations, drawn by {@code seed}. */
    RANDOM,
    /** Many for few epochs, the best of them for more, see {@link Halving}. */
    HALVING
  }

  /** The plain settings of a sweep file. */
  public record Settings(
      @Option(value = "how variants are made of the values", byDefault = "grid") Mode mode,
      @Option(
              value = "variants to draw; needed by random, by halving null means the whole grid",
              min = 1,
              max = 1e5)
          @Nullable Integer trials,
      @Option(value = "decides what is drawn", byDefault = "1", min = 0, max = 9e15) long seed,
      @Option(value = "halving keeps one of so many", byDefault = "3", min = 2, max = 100) int eta,
      @Option(
              value = "halving's first epochs; null means a ninth of training.epochs at eta 3",
              min = 1,
              max = 1e6)
          @Nullable Integer minEpochs,
      @Option(value = "also train each input alone", byDefault = "true") boolean baselines,
      @Option(value = "engine threads of a trial", byDefault = "1", min = 1, max = 1024)
          int threads,
      @Option(value = "seeds where only their number is given", byDefault = "3", min = 1, max = 1e4)
          int seedCount) {

    /** What holds where a sweep says nothing. */
    public static Settings defaults() {
      return new Settings(Mode.GRID, null, 1, 3, null, true, 1, 3);
    }
  }

  /**
   * Reads {@code --vary} as it was typed: {@code fusion=sum,concat}. Values are YAML and are parted
   * by commas that are in no brackets and no quotes.
   *
   * @param source for messages, such as {@code --vary 2}
   */
  public static Axis axis(String text, String source) throws SpecException {
    Position at = new Position(source, 0, 0);
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals).strip();
    if (equals <= 0 || List.of(key.split("\\.", -1)).contains("")) {
      throw SweepReader.fail(
          at,
          "",
          "'%s' does not vary a key; write key=value,value such as fusion=sum,concat"
              .formatted(text));
    }
    List<Node> values = new ArrayList<>();
    for (String value : split(text.substring(equals + 1))) {
      if (value.isBlank()) {
        throw SweepReader.fail(at, key, "there is a value missing before or behind a comma");
      }
      values.add(
          value.strip().equals(Variants.ALL)
              ? new Node.ScalarNode(at, Variants.ALL, Variants.ALL)
              : SpecReader.value(value.strip(), source));
    }
    return new Axis.Choice(key, at, values);
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  /** As a sweep file, with every default filled in. */
  Node.MapNode complete() {
    Position at = new Position(OptionRecords.DEFAULT, 0, 0);
    Map<String, Node.Entry> map = new LinkedHashMap<>();
    Map<String, Node.Entry> vary = new LinkedHashMap<>();
    for (Axis axis : axes) {
      vary.put(axis.key(), new Node.Entry(at, values(axis, at)));
    }
    map.put("vary", new Node.Entry(at, new Node.MapNode(at, vary)));
    put(map, "mode", settings.mode().name().toLowerCase(Locale.ROOT));
    put(map, "trials", settings.trials());
    put(map, "seed", settings.seed());
    put(map, "eta", settings.eta());
    put(map, "min_epochs", settings.minEpochs());
    put(map, "baselines", settings.baselines());
    put(map, "threads", settings.threads());
    if (seeds.isEmpty()) {
      put(map, "seeds", settings.seedCount());
    } else {
      List<Node> list = new ArrayList<>();
      seeds.forEach(seed -> list.add(scalar(seed, at)));
      map.put("seeds", new Node.Entry(at, new Node.ListNode(at, list)));
    }
    return new Node.MapNode(at, map);
  }

  private static Node values(Axis axis, Position at) {
    if (axis instanceof Axis.Choice choice) {
      return new Node.ListNode(at, choice.values());
    }
    Axis.Range range = (Axis.Range) axis;
    Map<String, Node.Entry> map = new LinkedHashMap<>();
    put(map, "min", range.whole() ? (Object) (long) range.min() : range.min());
    put(map, "max", range.whole() ? (Object) (long) range.max() : range.max());
    put(map, "scale", range.log() ? "log" : "linear");
    return new Node.MapNode(at, map);
  }

  private static void put(Map<String, Node.Entry> map, String key, @Nullable Object value) {
    Position at = new Position(OptionRecords.DEFAULT, 0, 0);
    map.put(key, new Node.Entry(at, scalar(value, at)));
  }

  /** A value that is a text, a number, a truth value or null. */
  static Node.ScalarNode scalar(@Nullable Object value, Position at) {
    Object plain = value instanceof Integer number ? (Object) number.longValue() : value;
    return new Node.ScalarNode(at, plain, String.valueOf(plain));
  }
}
