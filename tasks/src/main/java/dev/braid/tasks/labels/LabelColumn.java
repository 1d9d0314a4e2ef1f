package dev.braid.tasks.labels;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column that holds labels. Text is trimmed, numbers and booleans count as their string; a blank
 * is no value.
 *
 * @param name of the column
 * @param option of the task that names it, for messages
 * @param truth whether it holds true or false only; its labels are then {@code true} and {@code
 *     false}, whatever the spelling
 * @param normalisation which spellings are one label otherwise
 */
public record LabelColumn(String name, String option, boolean truth, Normalisation normalisation) {

  /** A column of which different spellings are different labels. */
  public LabelColumn(String name, String option, boolean truth) {
    this(name, option, truth, Normalisation.NONE);
  }

  /**
   * The label of a sample.
   *
   * @param otherwise why it must have one, the end of the message where it has none
   */
  public String require(Sample sample, String otherwise) throws BadDataException {
    Object value = sample.value(name);
    String label = value == null ? null : label(sample, value);
    if (label == null) {
      throw missing(sample, otherwise);
    }
    return label;
  }

  /** The labels of a sample whose column holds a list, one or more. */
  public List<String> requireAll(Sample sample, String otherwise) throws BadDataException {
    Object value = sample.value(name);
    if (value != null && !(value instanceof List<?>)) {
      throw new BadDataException(
          "%s: '%s' in %s is not a list of labels".formatted(sample.id(), value, this));
    }
    List<String> labels = new ArrayList<>();
    for (Object one : value instanceof List<?> list ? list : List.of()) {
      String label = one == null ? null : label(sample, one);
      if (label != null) {
        labels.add(label);
      }
    }
    if (labels.isEmpty()) {
      throw missing(sample, otherwise);
    }
    return labels;
  }

  /**
   * The labels of a sample that may have several or none, each once: a list, or text in which a
   * separator stands between them.
   *
   * @param separator such as {@code ,}
   */
  public Set<String> requireSet(Sample sample, String separator, String otherwise)
      throws BadDataException {
    Object value = sample.value(name);
    if (value == null || (value instanceof String text && text.isBlank())) {
      throw new BadDataException(
          "%s: no value in %s; %s; one without labels has an empty list or '%s' there"
              .formatted(sample.id(), this, otherwise, separator));
    }
    List<?> items = List.of(value);
    if (value instanceof List<?> list) {
      items = list;
    } else if (value instanceof String text) {
      items = List.of(text.split(Pattern.quote(separator)));
    }
    Set<String> labels = new LinkedHashSet<>();
    for (Object item : items) {
      String label = item == null ? null : label(sample, item);
      if (label != null) {
        labels.add(label);
      }
    }
    return labels;
  }

  private BadDataException missing(Sample sample, String otherwise) {
    return new BadDataException("%s: no value in %s; %s".formatted(sample.id(), this, otherwise));
  }

  private @Nullable String label(Sample sample, Object value) throws BadDataException {
    if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
      throw new BadDataException(
          "%s: %s in %s cannot be a label; accepted: text, a number, true or false"
              .formatted(sample.id(), kind(value), this));
    }
    String text = value.toString().strip();
    if (text.isEmpty()) {
      return null;
    }
    String known = truth ? truth(value, text) : normalisation.of(text);
    if (known == null) {
      throw new BadDataException(
          "%s: '%s' in %s is neither true nor false; accepted: true, false, yes, no, 1, 0"
              .formatted(sample.id(), text, this));
    }
    return known;
  }

  private static String kind(Object value) {
    if (value instanceof List<?>) {
      return "a list";
    }
    return value instanceof Path ? "a file" : "what is made of several columns";
  }

  /** How a value is named as a label, also where it cannot be one. */
  public String named(Object value) {
    String text = value.toString().strip();
    String known = truth ? truth(value, text) : normalisation.of(text);
    return known == null ? text : known;
  }

  private static @Nullable String truth(Object value, String text) {
    if (value instanceof Number number) {
      double known = number.doubleValue();
      return known == 1 || known == 0 ? Boolean.toString(known == 1) : null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> "true";
      case "false", "no", "0" -> "false";
      default -> null;
    };
  }

  /** As messages name it: {@code column 'answer' (task option target)}. */
  @Override
  public String toString() {
    return "column '%s' (task option %s)".formatted(name, option);
  }
}
