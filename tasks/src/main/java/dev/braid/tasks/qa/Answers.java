package dev.braid.tasks.qa;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers that can be chosen, the most frequent of the train split first. */
record Answers(List<String> labels, List<Long> counts, Map<String, Integer> index) {

  /** Learns them from the train split. */
  static Answers learn(List<Sample> train, String column, @Nullable Integer most)
      throws BadDataException {
    Map<String, Long> counts = new HashMap<>();
    for (Sample sample : train) {
      Object value = sample.value(column);
      if (value == null || value.toString().isBlank()) {
        throw new BadDataException(
            "%s: no value in column '%s' (task option target); every training sample needs an answer"
                .formatted(sample.id(), column));
      }
      counts.merge(value.toString().strip(), 1L, Long::sum);
    }
    if (counts.size() < 2) {
      throw new BadDataException(
          "column '%s' has only one answer in the train split, '%s'; there is nothing to choose between"
              .formatted(column, String.join("", counts.keySet())));
    }
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(
        Comparator.comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
            .thenComparing(Map.Entry::getKey));
    List<Map.Entry<String, Long>> kept =
        most == null ? sorted : sorted.subList(0, Math.min(most, sorted.size()));
    return of(
        kept.stream().map(Map.Entry::getKey).toList(),
        kept.stream().map(Map.Entry::getValue).toList());
  }

  private static Answers of(List<String> labels, List<Long> counts) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      index.put(labels.get(i), i);
    }
    return new Answers(labels, counts, index);
  }

  /** The number of an answer, or -1 where it cannot be chosen. */
  int indexOf(@Nullable Object answer) {
    return answer == null ? -1 : index.getOrDefault(answer.toString().strip(), -1);
  }

  int size() {
    return labels.size();
  }

  void save(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      text.append(counts.get(i)).append('\t').append(escape(labels.get(i))).append('\n');
    }
    Files.writeString(folder.resolve("answers.tsv"), text);
  }

  static Answers load(Path folder) throws IOException {
    Path file = folder.resolve("answers.tsv");
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    List<String> labels = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      int tab = line.indexOf('\t');
      if (tab < 1 || !line.substring(0, tab).matches("\\d{1,18}")) {
        throw new IOException(file + " is damaged: line " + (labels.size() + 1));
      }
      counts.add(Long.parseLong(line.substring(0, tab)));
      labels.add(unescape(line.substring(tab + 1)));
    }
    Answers answers = of(labels, counts);
    if (answers.size() < 2 || answers.index().size() != answers.size()) {
      throw new IOException(file + " is damaged: it needs two or more different answers");
    }
    return answers;
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
