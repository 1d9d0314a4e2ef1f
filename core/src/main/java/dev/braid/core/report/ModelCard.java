package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code MODEL_CARD.md}, after Mitchell et al., Model Cards for Model Reporting, 2019: what is
 * known of a run, and marked gaps for what only its author knows. Its last line holds the hash of
 * what is above; a card that no longer has it was edited and is left as it is.
 */
final class ModelCard {

  private static final String SEAL = "<!-- unedited: sha256 ";

  private ModelCard() {}

  /** Where the card is; a note where it is not the one that was there. */
  record Written(Path file, @Nullable String note) {}

  static Written write(RunFiles files) throws IOException {
    String text = Pages.fill("card.ftl", values(files)).strip() + "\n\n";
    String card = text + SEAL + RunFiles.sha256(text) + " -->\n";
    Path file = files.run().path().resolve("MODEL_CARD.md");
    if (!edited(file)) {
      AtomicFiles.write(file, card);
      return new Written(file, null);
    }
    if (Files.readString(file).equals(card)) {
      return new Written(file, null);
    }
    Path beside = file.resolveSibling("MODEL_CARD.new.md");
    AtomicFiles.write(beside, card);
    return new Written(
        beside, file + " was edited and is left as it is; the new one is " + beside.getFileName());
  }

  private static boolean edited(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    String card = Files.readString(file);
    int seal = card.lastIndexOf(SEAL);
    return seal < 0
        || !card.substring(seal)
            .strip()
            .equals(SEAL + RunFiles.sha256(card.substring(0, seal)) + " -->");
  }

  private static Map<String, Object> values(RunFiles files) {
    JsonNode test = files.test();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", files.name());
    values.put("place", files.place());
    values.put("data", files.text("data.type", files.text("data", "")));
    values.put("task", files.text("task.type", ""));
    values.put("fusion", files.text("fusion.type", ""));
    values.put("optimizer", files.text("training.optimizer.type", ""));
    values.put("rate", files.text("training.optimizer.learning_rate", ""));
    values.put("epochs", files.text("training.epochs", ""));
    values.put("batch", files.text("training.batch", ""));
    values.put("seed", files.text("training.seed", ""));
    values.put("measure", files.measure());
    values.put("step", files.state().path("step").asText(""));
    values.put("samples", data(files));
    values.put("measures", measures(test));
    List<List<String>> baselines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : test.path("baselines").properties()) {
      baselines.add(List.of(field.getKey(), Figures.measure(field.getValue().asDouble())));
    }
    values.put("baselines", baselines);
    values.put("cost", CostRows.of(files.cost()));
    List<List<String>> parts = new ArrayList<>();
    files.parameters().forEach((part, count) -> parts.add(List.of(part, Figures.count(count))));
    values.put("parts", parts);
    values.put("environment", Figures.flat(files.environment()));
    values.put("spec", files.spec().strip());
    values.put("specHash", files.specHash());
    values.put("weightsHash", files.manifest().path("model.safetensors").asText(""));
    return values;
  }

  /** On test and on validation; of many groups the largest, as the report has them. */
  private static List<List<String>> measures(JsonNode test) {
    Groups groups = Groups.of(test.at("/details/groups"));
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : test.path("measures").properties()) {
      String name = field.getKey();
      int dot = name.indexOf('.');
      if (dot < 0 || groups.show(name.substring(dot + 1))) {
        rows.add(
            List.of(
                name,
                Figures.measure(name, field.getValue()),
                Figures.measure(name, test.path("validation").path(name))));
      }
    }
    if (groups.others() > 0) {
      Groups.Group rest = groups.shown().get(Groups.MOST);
      rows.add(
          List.of("accuracy of " + rest.name(), Figures.measure(rest.accuracy()), Figures.NONE));
    }
    return rows;
  }

  /** Sizes of the splits. */
  private static List<Figures.Row> data(RunFiles files) {
    List<Figures.Row> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> split : files.test().path("samples").properties()) {
      rows.add(new Figures.Row(split.getKey(), Figures.count(split.getValue().asLong())));
    }
    return rows;
  }
}
