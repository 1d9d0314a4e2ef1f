package dev.braid.core.spec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Binds a mapping to a record of options and reports everything that is wrong with it: unknown
 * keys, wrong types, values out of bounds, missing ones.
 */
public final class OptionRecords {

  /** The source of the position of a default. */
  public static final String DEFAULT = "default";

  private OptionRecords() {}

  /**
   * A bound record.
   *
   * @param value the record
   * @param complete the mapping with defaults filled in
   */
  public record Result<R>(R value, Node.MapNode complete) {}

  /** Binds a record that holds no parts, or reports. */
  public static <R extends Record> @Nullable Result<R> bind(
      Node.MapNode map,
      Class<R> type,
      String owner,
      String path,
      List<String> alsoKnown,
      ProblemList problems) {
    return bind(map, type, owner, path, alsoKnown, PartOptions.NONE, problems);
  }

  /**
   * Binds, or reports.
   *
   * @param owner for messages: {@code fusion 'cross-attention'}
   * @param path of the mapping in the spec
   * @param alsoKnown keys of the mapping that are not options and are left alone, such as {@code
   *     type}
   * @param parts finds the parts that options hold
   * @return null if anything was wrong
   */
  public static <R extends Record> @Nullable Result<R> bind(
      Node.MapNode map,
      Class<R> type,
      String owner,
      String path,
      List<String> alsoKnown,
      PartOptions parts,
      ProblemList problems) {
    int before = problems.size();
    List<OptionInfo> options = OptionInfo.of(type);
    TreeSet<String> known = new TreeSet<>(alsoKnown);
    options.forEach(option -> known.add(option.name()));
    known.remove("type");
    map.entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key) && !alsoKnown.contains(key)) {
                problems.add(
                    entry.keyPosition(),
                    join(path, key),
                    "unknown option of " + owner + Nearest.ending(key, known, "it has none"));
              }
            });
    Map<String, Node.Entry> complete = new LinkedHashMap<>();
    @Nullable Object[] values = new @Nullable Object[options.size()];
    for (int i = 0; i < values.length; i++) {
      OptionInfo option = options.get(i);
      Node.Entry entry = map.entries().get(option.name());
      if (entry == null && option.required()) {
        problems.add(
            map.position(),
            join(path, option.name()),
            "is missing; " + owner + " needs it: " + option.description());
        continue;
      }
      if (entry == null) {
        entry = new Node.Entry(new Position(DEFAULT, 0, 0), option.defaultValue());
      }
      ValueBinder.Bound bound =
          new ValueBinder(option, join(path, option.name()), parts, problems).bind(entry.value());
      values[i] = bound.value();
      complete.put(option.name(), new Node.Entry(entry.keyPosition(), bound.complete()));
    }
    if (problems.size() > before) {
      return null;
    }
    R value = create(type, values, map.position(), path, problems);
    return value == null ? null : new Result<>(value, new Node.MapNode(map.position(), complete));
  }

  private static <R extends Record> @Nullable R create(
      Class<R> type,
      @Nullable Object[] values,
      Position position,
      String path,
      ProblemList problems) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getTargetException();
      problems.add(position, path, cause.getMessage() == null ? "" + cause : cause.getMessage());
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot create " + type.getName(), e);
    }
  }

  /**
   * Refuses a record that specs cannot be bound to: a component without {@code @Option}, of a type
   * that has no place in a spec or with a default that its own bounds refuse.
   *
   * @throws IllegalArgumentException naming the component and what is wrong with it
   */
  public static void validate(Class<?> type) {
    validate(type, List.of());
  }

  private static void validate(Class<?> type, List<Class<?>> outer) {
    if (outer.contains(type)) {
      throw new IllegalArgumentException(type.getName() + " contains itself");
    }
    List<Class<?>> chain = new ArrayList<>(outer);
    chain.add(type);
    for (OptionInfo option : OptionInfo.of(type)) {
      if (option.name().equals("type")) {
        throw new IllegalArgumentException(
            "an option cannot be named 'type', which names the part");
      }
      String words = option.typeName();
      Class<?> element = OptionInfo.element(option.type());
      if (option.nullable() && element.isPrimitive()) {
        throw new IllegalArgumentException(
            "option '%s' may be null, but a Java %s cannot".formatted(option.name(), element));
      }
      if (element.isRecord()) {
        validate(element, chain);
      }
      if (option.holdsPart() && option.modality().isEmpty()) {
        throw new IllegalArgumentException(
            "option '%s' holds an encoder and must say of which modality".formatted(option.name()));
      }
      if (option.byDefault() == null) {
        continue;
      }
      if (option.holdsPart()) {
        throw new IllegalArgumentException(
            "option '%s' holds an encoder and cannot have a default: nobody knows which encoders there will be"
                .formatted(option.name()));
      }
      ProblemList problems = new ProblemList();
      new ValueBinder(option, option.name(), PartOptions.NONE, problems)
          .bind(option.defaultValue());
      try {
        problems.throwIfAny();
      } catch (SpecException e) {
        throw new IllegalArgumentException(
            "the default of option '%s' (%s) cannot be used: %s"
                .formatted(option.name(), words, e.problems().get(0).message()),
            e);
      }
    }
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
