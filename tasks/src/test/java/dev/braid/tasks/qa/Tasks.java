package dev.braid.tasks.qa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.BraidPlugin;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiFunction;

/** A task made the way a spec names it, by type and options, and samples for it. */
final class Tasks {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private static final String DEFAULTS =
      """
      {"target": "answer", "binary": false, "normalise": "none", "hidden": [256], "activation": "relu", "dropout": 0,
       "class_weights": "none", "soft_targets": null, "label_smoothing": 0, "max_answers": null,
       "group": null}""";

  private Tasks() {}

  /** From the options that differ from the defaults. */
  static Task qa(String options) {
    return with(options, (factory, o) -> factory.create(o, new TaskContext(Map.of())));
  }

  /** What is wrong with options, as "option: message". */
  static List<String> problems(String options) {
    List<String> found = new ArrayList<>();
    with(
        options,
        (factory, record) -> {
          factory.check(record, (option, message) -> found.add(option + ": " + message));
          return found;
        });
    return found;
  }

  /** The columns that are needed, as "option=column". */
  static List<String> columns(String options) {
    return with(options, TaskFactory::columns).stream()
        .map(column -> column.option() + "=" + column.name())
        .toList();
  }

  private static <T> T with(String options, BiFunction<TaskFactory<Record>, Record, T> use) {
    for (BraidPlugin plugin : ServiceLoader.load(BraidPlugin.class)) {
      for (TaskFactory<?> factory : plugin.tasks()) {
        if (factory.type().equals("qa")) {
          @SuppressWarnings("unchecked") // its own options are made for it
          TaskFactory<Record> any = (TaskFactory<Record>) factory;
          return use.apply(any, parse(options, factory.options()));
        }
      }
    }
    throw new AssertionError("no task 'qa'");
  }

  private static <O extends Record> O parse(String options, Class<O> type) {
    try {
      ObjectNode all = (ObjectNode) JSON.readTree(DEFAULTS);
      all.setAll((ObjectNode) JSON.readTree(options.replace('\'', '"')));
      return JSON.treeToValue(all, type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(options, e);
    }
  }

  /** Samples with these answers and ids {@code train.jsonl:1} and on. */
  static List<Sample> answered(Object... answers) {
    List<Sample> samples = new ArrayList<>();
    for (Object answer : answers) {
      samples.add(sample(samples.size() + 1, "answer", answer));
    }
    return samples;
  }

  /** A sample with columns and values in turn. */
  static Sample sample(int line, Object... columnsAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      values.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
    }
    return new Sample("train.jsonl:" + line, values);
  }
}
