package dev.braid.tasks.labels;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Two or more different labels in a fixed order; the place of a label is its class number. */
public final class Labels {

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.?)");

  private final List<String> names;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * In the given order.
   *
   * @throws IllegalArgumentException if there are fewer than two or one of them twice
   */
  public Labels(List<String> names) {
    this.names = List.copyOf(names);
    for (String name : names) {
      if (numbers.putIfAbsent(name, numbers.size()) != null) {
        throw new IllegalArgumentException("'" + name + "' is in it twice");
      }
    }
    if (names.size() < 2) {
      throw new IllegalArgumentException("it needs two labels or more, not " + names.size());
    }
  }

  /**
   * The most frequent first, ties in alphabetical order.
   *
   * @param most how many are kept, or null for all
   */
  public static Labels byFrequency(Map<String, Long> counts, @Nullable Integer most) {
    return new Labels(
        counts.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(most == null ? counts.size() : most)
            .map(Map.Entry::getKey)
            .toList());
  }

  /** The labels in order. */
  public List<String> names() {
    return names;
  }

  /** How many there are. */
  public int size() {
    return names.size();
  }

  /** The class number of a label, or -1 where it is none of these. */
  public int number(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** Writes one label a line, UTF-8; backslash and line ends are written as {@code \\ \n \r}. */
  public void save(Path file) throws IOException {
    Files.write(
        file,
        names.stream()
            .map(name -> name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
            .toList());
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException naming the file, if it is missing or not as {@link #save} writes it
   */
  public static Labels load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    try {
      List<String> names = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        names.add(unescape(line, names.size() + 1));
      }
      return new Labels(names);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is damaged: it is not UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static String unescape(String line, int number) {
    if (line.isBlank()) {
      throw new IllegalArgumentException("line " + number + " is blank");
    }
    return ESCAPE
        .matcher(line)
        .replaceAll(
            escape ->
                switch (escape.group(1)) {
                  case "\\" -> Matcher.quoteReplacement("\\");
                  case "n" -> "\n";
                  case "r" -> "\r";
                  default ->
                      throw new IllegalArgumentException(
                          "line " + number + " has a backslash without \\, n or r behind it");
                });
  }
}
