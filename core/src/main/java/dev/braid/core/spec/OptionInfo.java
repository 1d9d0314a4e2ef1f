package dev.braid.core.spec;

import dev.braid.api.EncoderPart;
import dev.braid.api.Option;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One option of a record, read from its {@link Option} annotation; the source of checking, of the
 * schema and of what {@code braid parts} prints.
 *
 * @param name in snake_case, as specs write it
 * @param type of its value
 * @param byDefault as it would stand in a spec, or null where there is none
 * @param nullable whether it may be null or left out
 * @param modality of an encoder that it holds, else ""
 */
public record OptionInfo(
    String name,
    Type type,
    String description,
    @Nullable String byDefault,
    boolean nullable,
    double min,
    double max,
    String modality) {

  /** The options of a record, in its order. */
  public static List<OptionInfo> of(Class<?> record) {
    if (!record.isRecord()) {
      throw new IllegalArgumentException(
          "its options are %s, which is not a record".formatted(record.getName()));
    }
    List<OptionInfo> options = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      if (option == null) {
        throw new IllegalArgumentException(
            "component '%s' of %s has no @Option".formatted(component.getName(), record.getName()));
      }
      options.add(
          new OptionInfo(
              snake(component.getName()),
              component.getGenericType(),
              option.value(),
              option.byDefault().isEmpty() ? null : option.byDefault(),
              isNullable(component.getAnnotatedType()),
              option.min(),
              option.max(),
              option.modality()));
    }
    return options;
  }

  /** Whether a spec must give it. */
  public boolean required() {
    return byDefault == null && !nullable;
  }

  /** The type in words: {@code whole number}, {@code list of texts}, {@code relu | gelu}. */
  public String typeName() {
    return holdsPart() ? typeName(type) + " of " + modality : typeName(type);
  }

  /** Whether it holds an encoder, or a list or mapping of encoders. */
  public boolean holdsPart() {
    return element(type) == EncoderPart.class;
  }

  /** Its bounds in brackets behind a space, or "" where there are none. */
  public String bounds() {
    boolean low = Double.isFinite(min);
    boolean high = Double.isFinite(max);
    return low || high
        ? " [%s, %s]".formatted(low ? number(min) : "-∞", high ? number(max) : "∞")
        : "";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /** The value it has where a spec leaves it out; null where that is the default. */
  public Node defaultValue() {
    if (byDefault == null) {
      return new Node.ScalarNode(new Position(OptionRecords.DEFAULT, 0, 0), null, "null");
    }
    try {
      return SpecReader.value(byDefault, OptionRecords.DEFAULT);
    } catch (SpecException e) {
      throw new IllegalArgumentException(
          "the default of option '" + name + "' is not YAML: " + byDefault, e);
    }
  }

  /** The constants as specs write them, where the value or its elements are of an enum. */
  public List<String> constants() {
    Class<?> single = element(type);
    return single.isEnum() ? constants(single) : List.of();
  }

  /** The options of the record that the value or its elements are, or none. */
  public List<OptionInfo> nested() {
    Class<?> single = element(type);
    return single.isRecord() ? of(single) : List.of();
  }

  /** The class of a value, of a list's elements or of a mapping's values. */
  static Class<?> element(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return element(arguments[arguments.length - 1]);
    }
    if (type instanceof Class<?> single) {
      return single;
    }
    throw new IllegalArgumentException("an option cannot be a " + type.getTypeName());
  }

  static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return "list of " + typeName(arguments[0]);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return "mapping to " + typeName(arguments[1]);
      }
    }
    if (type instanceof Class<?> single) {
      if (single.isEnum()) {
        return String.join(" | ", constants(single));
      }
      if (single.isRecord()) {
        return "mapping";
      }
      if (isInteger(single)) {
        return "whole number";
      }
      if (single == double.class || single == Double.class) {
        return "number";
      }
      if (single == boolean.class || single == Boolean.class) {
        return "true | false";
      }
      if (single == String.class) {
        return "text";
      }
      if (single == EncoderPart.class) {
        return "encoder";
      }
    }
    throw new IllegalArgumentException("an option cannot be a " + type.getTypeName());
  }

  /** Whether a class holds whole numbers. */
  static boolean isInteger(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  /** The constants of an enum as specs write them. */
  public static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(OptionInfo::constant).toList();
  }

  static String constant(Object value) {
    return value.toString().equals(((Enum<?>) value).name())
        ? ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }

  private static String snake(String name) {
    StringBuilder out = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        out.append('_').append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
