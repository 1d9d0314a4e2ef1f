package dev.braid.core.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.braid.core.report.Example.Verdict;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The samples of the test split that a report shows: the wrong ones that the model was surest of,
 * and right ones chosen by a hash of their id, so that the choice is arbitrary and yet the same
 * every time. They are kept in {@code examples.json} with small copies of their pictures, because a
 * report is made again when the data may be gone.
 */
final class Examples {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int EACH = 8;
  private static final int LONGEST = 400;

  private Examples() {}

  /** Those that were kept; none if nothing was. */
  static List<Example> kept(RunDirectory run) throws IOException {
    Path file = file(run);
    return Files.isRegularFile(file)
        ? JSON.readValue(file.toFile(), new TypeReference<List<Example>>() {})
        : List.of();
  }

  private static Path file(RunDirectory run) {
    return run.path().resolve("examples.json");
  }

  /** Chooses among {@code predictions.jsonl} and keeps what was chosen. */
  static void keep(RunDirectory run) throws IOException {
    if (!Files.isRegularFile(run.predictions())) {
      return;
    }
    Set<String> pictures = pictures(RunFiles.tree(run));
    List<Example> examples = new ArrayList<>();
    for (JsonNode line : chosen(run.predictions())) {
      examples.add(example(line, pictures));
    }
    AtomicFiles.write(file(run), JSON.writeValueAsString(examples) + "\n");
  }

  private static Set<String> pictures(Node.MapNode spec) {
    Set<String> names = new LinkedHashSet<>();
    if (spec.get("inputs") instanceof Node.MapNode inputs) {
      inputs
          .entries()
          .forEach(
              (name, entry) -> {
                if (entry.value() instanceof Node.MapNode input
                    && input.get("modality") instanceof Node.ScalarNode modality
                    && modality.text().equals("image")) {
                  names.add(name);
                }
              });
    }
    return names;
  }

  private static List<JsonNode> chosen(Path predictions) throws IOException {
    Bounded wrong = new Bounded(Comparator.comparingDouble(line -> -confidence(line)));
    Bounded others = new Bounded(Comparator.comparingLong(Examples::hash));
    try (BufferedReader in = Files.newBufferedReader(predictions)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        JsonNode line = JSON.readTree(text);
        (verdict(line) == Verdict.WRONG ? wrong : others).offer(line);
      }
    }
    List<JsonNode> chosen = wrong.inOrder();
    chosen.addAll(others.inOrder());
    return chosen;
  }

  private static double confidence(JsonNode line) {
    return line.at("/predictions/0/probability").asDouble();
  }

  private static long hash(JsonNode line) {
    CRC32 hash = new CRC32();
    hash.update(line.path("id").asText().getBytes(StandardCharsets.UTF_8));
    return hash.getValue();
  }

  private static Verdict verdict(JsonNode line) {
    if (!line.has("target") || !line.at("/predictions/0").isObject()) {
      return Verdict.NONE;
    }
    String label = line.at("/predictions/0/label").asText();
    return label.equals(line.path("target").asText()) ? Verdict.RIGHT : Verdict.WRONG;
  }

  private static Example example(JsonNode line, Set<String> pictures) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> images = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : line.properties()) {
      String name = field.getKey();
      if (Set.of("id", "target", "predictions").contains(name)) {
        continue;
      }
      JsonNode given = field.getValue();
      String value = given.isContainerNode() ? given.toString() : given.asText();
      String picture = pictures.contains(name) ? Thumbnail.of(value) : null;
      if (picture != null) {
        images.put(name, picture);
      } else {
        texts.put(name, value.length() > LONGEST ? value.substring(0, LONGEST) + " …" : value);
      }
    }
    List<Example.Guess> guesses = new ArrayList<>();
    for (JsonNode guess : line.path("predictions")) {
      if (guesses.size() < 3) {
        guesses.add(
            new Example.Guess(guess.path("label").asText(), guess.path("probability").asDouble()));
      }
    }
    String target = line.has("target") ? line.path("target").asText() : null;
    return new Example(line.path("id").asText(), verdict(line), texts, images, target, guesses);
  }

  /** The first few by an order; ties by id, so that the order of the lines plays no part. */
  private static final class Bounded {
    private final Comparator<JsonNode> order;
    private final PriorityQueue<JsonNode> kept;

    Bounded(Comparator<JsonNode> order) {
      this.order = order.thenComparing(line -> line.path("id").asText());
      kept = new PriorityQueue<>(this.order.reversed());
    }

    void offer(JsonNode line) {
      kept.add(line);
      if (kept.size() > EACH) {
        kept.poll();
      }
    }

    List<JsonNode> inOrder() {
      List<JsonNode> list = new ArrayList<>(kept);
      list.sort(order);
      return list;
    }
  }
}
