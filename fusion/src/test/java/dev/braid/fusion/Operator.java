package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** An operator built the way a spec names it: type and options, no class. */
record Operator(Fusion block, Form form, EncodingSpec output) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /** The width it promises. */
  int width() {
    return output.width();
  }

  /** From a complete JSON object of options; a missing number is 0. */
  static Operator create(String type, String options, FusionInputs inputs) {
    return create(factory(type), options, inputs);
  }

  private static <O extends Record> Operator create(
      FusionFactory<O> factory, String json, FusionInputs inputs) {
    O options = parse(factory, json);
    assertThat(problems(factory, options, inputs)).isEmpty();
    EncodingSpec spec = factory.output(options, inputs, (option, message) -> {});
    return new Operator(factory.create(options, inputs), factory.wants(options), spec);
  }

  /** The inputs question, picture, sound and depth, as many as there are widths. */
  static FusionInputs inputs(int... widths) {
    String[] names = {"question", "picture", "sound", "depth"};
    Map<String, Integer> map = new LinkedHashMap<>();
    for (int i = 0; i < widths.length; i++) {
      map.put(names[i], widths[i]);
    }
    return new FusionInputs(map);
  }

  /** What is wrong, as "option: message". */
  static List<String> problems(String type, String options, FusionInputs inputs) {
    return problemsOf(factory(type), options, inputs);
  }

  private static <O extends Record> List<String> problemsOf(
      FusionFactory<O> factory, String json, FusionInputs inputs) {
    return problems(factory, parse(factory, json), inputs);
  }

  private static <O extends Record> List<String> problems(
      FusionFactory<O> factory, O options, FusionInputs inputs) {
    List<String> found = new ArrayList<>();
    factory.check(options, (option, message) -> found.add(option + ": " + message));
    factory.output(options, inputs, (option, message) -> found.add(option + ": " + message));
    return found;
  }

  private static FusionFactory<?> factory(String type) {
    for (BraidPlugin plugin : ServiceLoader.load(BraidPlugin.class)) {
      for (FusionFactory<?> factory : plugin.fusions()) {
        if (factory.type().equals(type)) {
          return factory;
        }
      }
    }
    throw new AssertionError("no fusion operator '" + type + "'");
  }

  private static <O extends Record> O parse(FusionFactory<O> factory, String options) {
    try {
      return JSON.readValue(options, factory.options());
    } catch (JsonProcessingException e) {
      throw new AssertionError(options, e);
    }
  }
}
