package dev.braid.core.reference;

import dev.braid.core.spec.OptionInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A page that grows section by section. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String title) {
    return paragraph("#".repeat(level) + " " + title);
  }

  /** A paragraph; nothing where it is empty. */
  Markdown paragraph(String words) {
    if (!words.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(words.strip()).append('\n');
    }
    return this;
  }

  Markdown code(String language, String code) {
    return paragraph("```" + language + "\n" + code.strip() + "\n```");
  }

  /** A table; the first row is its head. */
  Markdown table(List<List<String>> rows) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      table.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        table.append("|").append(" --- |".repeat(rows.get(0).size())).append('\n');
      }
    }
    return paragraph(table.toString());
  }

  /** A record's options, those of records in it behind a dot. */
  Markdown options(Class<?> record) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("option", "value", "default", "description"));
    options("", OptionInfo.of(record), rows);
    return rows.size() == 1 ? paragraph("None.") : table(rows);
  }

  private static void options(String prefix, List<OptionInfo> options, List<List<String>> rows) {
    for (OptionInfo option : options) {
      String name = prefix + option.name();
      rows.add(
          List.of(
              mono(name),
              cell(option.typeName()) + option.bounds(),
              option.required() ? "required" : mono("" + option.byDefault()),
              cell(option.description())));
      options(name + ".", option.nested(), rows);
    }
  }

  /** Words that a table can hold. */
  static String cell(String words) {
    return words.replace("|", "\\|");
  }

  /** As code. */
  static String mono(String code) {
    return "`" + cell(code) + "`";
  }

  /** A part's description as a sentence. */
  static String sentence(String description) {
    return Character.toUpperCase(description.charAt(0)) + description.substring(1) + ".";
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String shape(String... sizes) {
    return mono("[" + String.join(", ", Arrays.asList(sizes)) + "]");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
