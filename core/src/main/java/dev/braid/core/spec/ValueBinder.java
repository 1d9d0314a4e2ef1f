package dev.braid.core.spec;

import dev.braid.api.EncoderPart;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds one value to the type of its option. */
final class ValueBinder {

  /** Whole doubles are exact below this, 2 to the power of 53. */
  private static final double EXACT = 9007199254740992.0;

  private final OptionInfo option;
  private final String path;
  private final PartOptions parts;
  private final ProblemList problems;

  ValueBinder(OptionInfo option, String path, PartOptions parts, ProblemList problems) {
    this.option = option;
    this.path = path;
    this.parts = parts;
    this.problems = problems;
  }

  /** The Java value, null where there is none or it was wrong, and the node with defaults. */
  record Bound(@Nullable Object value, Node complete) {}

  /** The value of the option itself, which may be nullable. */
  Bound bind(Node node) {
    if (isNull(node) && option.nullable()) {
      return new Bound(null, node);
    }
    return bind(node, option.type());
  }

  private Bound bind(Node node, Type type) {
    if (isNull(node)) {
      wrong(node, "may not be null; it wants " + article(OptionInfo.typeName(type)));
      return new Bound(null, node);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? list(node, arguments[0])
          : map(node, arguments[1]);
    }
    Class<?> single = (Class<?>) type;
    if (single.isRecord()) {
      return record(node, single.asSubclass(Record.class));
    }
    return single == EncoderPart.class ? part(node) : new Bound(scalar(node, single), node);
  }

  private Bound part(Node node) {
    PartOptions.Found found = parts.bind(option, node, path);
    return found == null ? new Bound(null, node) : new Bound(found.part(), found.complete());
  }

  private Bound list(Node node, Type element) {
    if (!(node instanceof Node.ListNode list)) {
      wrong(node, "wants a list such as [a, b], not " + Scalars.name(node));
      return new Bound(null, node);
    }
    List<@Nullable Object> values = new ArrayList<>();
    List<Node> complete = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      Bound item = at(path + "[" + (i + 1) + "]").bind(list.items().get(i), element);
      values.add(item.value());
      complete.add(item.complete());
    }
    return new Bound(
        Collections.unmodifiableList(values), new Node.ListNode(list.position(), complete));
  }

  private Bound map(Node node, Type element) {
    if (!(node instanceof Node.MapNode map)) {
      wrong(node, "wants a mapping such as {a: b}, not " + Scalars.name(node));
      return new Bound(null, node);
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    Map<String, Node.Entry> complete = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) -> {
              Bound value = at(OptionRecords.join(path, key)).bind(entry.value(), element);
              values.put(key, value.value());
              complete.put(key, new Node.Entry(entry.keyPosition(), value.complete()));
            });
    return new Bound(
        Collections.unmodifiableMap(values), new Node.MapNode(map.position(), complete));
  }

  private <R extends Record> Bound record(Node node, Class<R> type) {
    if (!(node instanceof Node.MapNode map)) {
      wrong(node, "wants a mapping, not " + Scalars.name(node));
      return new Bound(null, node);
    }
    OptionRecords.Result<R> result =
        OptionRecords.bind(map, type, "'" + option.name() + "'", path, List.of(), parts, problems);
    return result == null ? new Bound(null, node) : new Bound(result.value(), result.complete());
  }

  private @Nullable Object scalar(Node node, Class<?> type) {
    Object value = node instanceof Node.ScalarNode scalar ? scalar.value() : null;
    if (type.isEnum()) {
      return constant(node, value, type);
    }
    if (OptionInfo.isInteger(type)) {
      return integer(node, value, type);
    }
    if (type == double.class || type == Double.class) {
      if (value instanceof Number number) {
        if (!Double.isFinite(number.doubleValue())) {
          wrong(node, Scalars.name(node) + " is not a finite number");
          return null;
        }
        return inBounds(node, number.doubleValue()) ? number.doubleValue() : null;
      }
      return mistyped(node, "a number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return value instanceof Boolean ? value : mistyped(node, "true or false");
    }
    if (node instanceof Node.ScalarNode scalar) {
      // A text option takes 17 or true as written: names and columns may look like that.
      return scalar.text();
    }
    return mistyped(node, "a text");
  }

  private @Nullable Object constant(Node node, @Nullable Object value, Class<?> type) {
    List<String> names = OptionInfo.constants(type);
    for (Object constant : type.getEnumConstants()) {
      if (value instanceof String text
          && OptionInfo.constant(constant).equals(text.replace('_', '-'))) {
        return constant;
      }
    }
    String text = value instanceof String ? (String) value : "";
    wrong(
        node,
        "%s is not one of %s%s"
            .formatted(Scalars.name(node), String.join(", ", names), Nearest.hint(text, names)));
    return null;
  }

  private @Nullable Object integer(Node node, @Nullable Object value, Class<?> type) {
    Long whole = value instanceof Long number ? number : null;
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < EXACT) {
      whole = number.longValue();
    }
    if (whole == null && value instanceof Double number && Math.abs(number) >= EXACT) {
      if (inBounds(node, number)) {
        wrong(node, Scalars.name(node) + " is too large for a whole number");
      }
      return null;
    }
    if (whole == null) {
      return mistyped(node, "a whole number");
    }
    if (!inBounds(node, whole)) {
      return null;
    }
    if (type == long.class || type == Long.class) {
      return whole;
    }
    if (whole != whole.intValue()) {
      wrong(node, "must be between -2147483648 and 2147483647, not " + whole);
      return null;
    }
    return whole.intValue();
  }

  private boolean inBounds(Node node, double value) {
    boolean low = value < option.min();
    boolean high = value > option.max();
    if (!low && !high) {
      return true;
    }
    boolean both = Double.isFinite(option.min()) && Double.isFinite(option.max());
    String bound =
        both
            ? "between " + number(option.min()) + " and " + number(option.max())
            : low ? "at least " + number(option.min()) : "at most " + number(option.max());
    wrong(node, "must be " + bound + ", not " + Scalars.name(node));
    return false;
  }

  private @Nullable Object mistyped(Node node, String wanted) {
    wrong(node, "wants " + wanted + ", not " + Scalars.name(node));
    return null;
  }

  private void wrong(Node node, String message) {
    problems.add(node.position(), path, message);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private ValueBinder at(String elementPath) {
    return new ValueBinder(option, elementPath, parts, problems);
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.ScalarNode scalar && scalar.value() == null;
  }

  private static String article(String type) {
    return type.contains("|") ? "one of " + type : "a " + type;
  }
}
