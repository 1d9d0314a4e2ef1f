package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.data.table.JsonLines;
import dev.braid.core.run.FileFailure;
import dev.braid.core.spec.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** New samples for a trained model, and its answers, as text. */
public final class PredictionRequests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PredictionRequests() {}

  /**
   * One sample from values by input name; files are relative to the current folder. An input
   * without a value is missing, which every model can live with.
   */
  public static Sample single(Map<String, String> values, Map<String, InputPlan> inputs)
      throws BadDataException {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (InputPlan plan : inputs.values()) {
      String value = values.get(plan.name());
      if (value != null) {
        columns.put(plan.column(), value(plan, value, Path.of(""), "--" + plan.name()));
      }
    }
    return new Sample("command line", columns);
  }

  /**
   * Samples from a file with one JSON object a line, whose keys are inputs' names; files are
   * relative to the folder of that file. Other keys are ignored, unless one looks like an input
   * that the line lacks.
   */
  public static List<Sample> read(Path file, CheckedSpec spec) throws BadDataException {
    if (!Files.exists(file) || Files.isDirectory(file)) { // a pipe will do
      throw new BadDataException(
          Files.isDirectory(file) ? file + " is a folder, not a file" : "there is no file " + file);
    }
    List<Sample> samples = new ArrayList<>();
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try {
      JsonLines.read(
          file,
          String.valueOf(file.getFileName()),
          (id, node) -> samples.add(sample(node, id, folder, spec)));
    } catch (IOException e) {
      throw new BadDataException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
    if (samples.isEmpty()) {
      throw new BadDataException(file + " has no samples; it needs one JSON object a line");
    }
    return samples;
  }

  private static Sample sample(@Nullable JsonNode node, String id, Path folder, CheckedSpec spec)
      throws BadDataException {
    if (node == null || !node.isObject()) {
      throw new BadDataException(id + ": wants a JSON object such as {\"question\": \"…\"}");
    }
    Map<String, Object> columns = new LinkedHashMap<>();
    for (InputPlan plan : spec.inputs().values()) {
      JsonNode value = node.get(plan.name());
      if (value != null && !value.isNull()) {
        Object several = several(plan, value, id);
        columns.put(
            plan.column(),
            several == null
                ? value(plan, value.asText(), folder, id + " " + plan.name())
                : several);
      }
    }
    refuseMisspelt(node, id, spec);
    if (columns.isEmpty()) {
      throw new BadDataException(
          "%s: has none of the inputs %s".formatted(id, String.join(", ", spec.inputs().keySet())));
    }
    return new Sample(id, columns);
  }

  /** A list, or an object of several columns, for a reader of such; null for a single value. */
  private static @Nullable Object several(InputPlan plan, JsonNode value, String id)
      throws BadDataException {
    if (!value.isContainerNode()) {
      return null;
    }
    if (!plan.reader().factory().readsSeveral()) {
      throw new BadDataException(
          "%s %s: wants a text, a number, true or false, not %s"
              .formatted(id, plan.name(), value.isArray() ? "a list" : "an object"));
    }
    if (value.isObject()) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      value
          .properties()
          .forEach(cell -> cells.put(cell.getKey(), JsonLines.value(cell.getValue())));
      return Collections.unmodifiableMap(cells);
    }
    return Objects.requireNonNullElse(JsonLines.value(value), List.of());
  }

  private static void refuseMisspelt(JsonNode node, String id, CheckedSpec spec)
      throws BadDataException {
    List<String> absent =
        spec.inputs().keySet().stream().filter(name -> !node.has(name)).sorted().toList();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      List<String> near =
          spec.inputs().containsKey(field.getKey())
              ? List.of()
              : Nearest.of(field.getKey(), absent);
      if (!near.isEmpty()) {
        throw new BadDataException(
            "%s: '%s' is no input; did you mean '%s'?".formatted(id, field.getKey(), near.get(0)));
      }
    }
  }

  private static Object value(InputPlan plan, String text, Path folder, String where)
      throws BadDataException {
    if (!plan.reader().factory().readsFiles()) {
      return text;
    }
    Path file = folder.resolve(text);
    if (!Files.exists(file)) {
      throw new BadDataException(
          where + ": there is no file " + file + "; correct the path or leave it out");
    }
    return file;
  }

  /** One JSON object a line: id, inputs and predictions, the best first. */
  public static String write(
      List<Sample> samples, List<List<Task.Prediction>> predictions, CheckedSpec spec)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < samples.size(); i++) {
      text.append(JSON.writeValueAsString(line(samples.get(i), null, predictions.get(i), spec)))
          .append('\n');
    }
    return text.toString();
  }

  static ObjectNode line(
      Sample sample, @Nullable String truth, List<Task.Prediction> predictions, CheckedSpec spec) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", sample.id());
    for (InputPlan plan : spec.inputs().values()) {
      Object value = sample.value(plan.column());
      if (value != null) {
        boolean several = value instanceof Map || value instanceof List;
        line.set(plan.name(), JSON.valueToTree(several ? value : value.toString()));
      }
    }
    if (truth != null) {
      line.put("target", truth);
    }
    ArrayNode list = line.putArray("predictions");
    for (Task.Prediction prediction : predictions) {
      list.addObject()
          .put("label", prediction.label())
          .put("probability", prediction.probability());
    }
    return line;
  }
}
