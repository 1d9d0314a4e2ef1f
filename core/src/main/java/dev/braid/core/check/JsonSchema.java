package dev.braid.core.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.EncoderPart;
import dev.braid.api.PartFactory;
import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.train.TrainingOptions;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON Schema (draft 2020-12) of specs over the parts there are, for editors. */
public final class JsonSchema {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonSchema() {}

  /** The schema; no object in it allows keys that it does not name. */
  public static ObjectNode of(PartCatalog catalog) {
    ObjectNode schema = object();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Braid spec");
    ObjectNode properties = schema.withObject("/properties");
    properties.set("name", text("the folder of the runs"));
    properties.set("data", ref(PartKind.SOURCE));
    ObjectNode inputs = properties.putObject("inputs").put("type", "object");
    inputs.put("minProperties", 1).put("additionalProperties", false);
    inputs.putObject("patternProperties").set("^[a-z][a-z0-9_]*$", input(catalog));
    properties.set("fusion", ref(PartKind.FUSION));
    properties.set("task", ref(PartKind.TASK));
    ObjectNode training = options(TrainingOptions.class);
    training.withObject("/properties").set("optimizer", ref(PartKind.OPTIMIZER));
    training.withObject("/properties").set("schedule", ref(PartKind.SCHEDULE));
    properties.set("training", training);
    ObjectNode weights = options(WeightsOptions.class);
    weights.put("description", "the run whose values the model starts from");
    properties.set(WeightsOptions.KEY, weights);
    schema.putArray("required").add("data").add("inputs").add("fusion").add("task");
    ObjectNode definitions = schema.putObject("$defs");
    for (PartKind kind : PartKind.values()) {
      if (kind.inSpecs()) {
        definitions.set(kind.label(), kind(kind, null, kind.byDefault(), catalog));
      }
    }
    for (String modality : catalog.modalities()) {
      for (PartKind kind : List.of(PartKind.READER, PartKind.AUGMENTATION, PartKind.ENCODER)) {
        String byDefault = kind == PartKind.READER ? modality : null;
        definitions.set(kind.label() + "-" + modality, kind(kind, modality, byDefault, catalog));
      }
    }
    // An option may want an encoder of a modality that no part here has.
    for (CatalogEntry entry : catalog.entries()) {
      for (OptionInfo option : OptionInfo.of(entry.factory().options())) {
        if (option.holdsPart() && !catalog.modalities().contains(option.modality())) {
          definitions.set(
              encoder(option.modality()), kind(PartKind.ENCODER, option.modality(), null, catalog));
        }
      }
    }
    return schema;
  }

  private static String encoder(String modality) {
    return PartKind.ENCODER.label() + "-" + modality;
  }

  /** One input; which readers and encoders it may have depends on its modality. */
  private static ObjectNode input(PartCatalog catalog) {
    ObjectNode input = object();
    ObjectNode keys = input.withObject("/properties");
    keys.set("modality", enumeration(catalog.modalities()));
    ObjectNode column = text("the column of the data; by default the input's name");
    column.remove("type");
    column.putArray("type").add("string").add("array");
    column.putObject("items").put("type", "string");
    keys.set("column", column);
    keys.putObject("reader").put("description", "how a raw value is read");
    ObjectNode augment = keys.putObject("augment").put("type", "array");
    augment.put("description", "what changes it at random in training, in this order");
    keys.putObject("encoder").put("description", "the part that encodes it");
    keys.setAll((ObjectNode) options(InputOptions.class).get("properties"));
    input.putArray("required").add("modality").add("encoder");
    ArrayNode cases = input.putArray("allOf");
    for (String modality : catalog.modalities()) {
      ObjectNode one = cases.addObject();
      one.withObject("/if/properties/modality").put("const", modality);
      one.withObject("/then/properties/reader").put("$ref", "#/$defs/reader-" + modality);
      one.withObject("/then/properties/augment/items")
          .put("$ref", "#/$defs/augmentation-" + modality);
      one.withObject("/then/properties/encoder").put("$ref", "#/$defs/encoder-" + modality);
    }
    return input;
  }

  /** The parts of a kind, of one modality where that is given: a name alone or with options. */
  private static ObjectNode kind(
      PartKind kind, @Nullable String modality, @Nullable String byDefault, PartCatalog catalog) {
    List<PartFactory<?>> parts = new ArrayList<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (entry.kind() == kind
          && (modality == null
              || (entry.modality() != null && modality.equals(entry.modality().name())))) {
        parts.add(entry.factory());
      }
    }
    ObjectNode node = JSON.objectNode();
    if (parts.isEmpty()) {
      return node.set("not", JSON.objectNode()); // nothing is valid
    }
    ArrayNode any = node.putArray("anyOf");
    any.add(enumeration(parts.stream().map(PartFactory::type).toList()));
    for (PartFactory<?> part : parts) {
      any.add(part(kind, part, part.type().equals(byDefault)));
    }
    return node;
  }

  private static ObjectNode part(PartKind kind, PartFactory<?> part, boolean typeOptional) {
    ObjectNode node = options(part.options());
    if (kind.shared() != null) {
      node.withObject("/properties").setAll((ObjectNode) options(kind.shared()).get("properties"));
    }
    node.put("description", part.description());
    node.withObject("/properties").putObject("type").put("const", part.type());
    if (!typeOptional) {
      node.withArray("/required").add("type");
    }
    return node;
  }

  private static ObjectNode options(Class<?> record) {
    ObjectNode node = object();
    ObjectNode properties = node.withObject("/properties");
    for (OptionInfo option : OptionInfo.of(record)) {
      ObjectNode value = value(option.type(), option);
      value.put("description", option.description());
      if (option.byDefault() != null) {
        value.set("default", json(option.defaultValue()));
      }
      properties.set(option.name(), option.nullable() ? nullable(value) : value);
      if (option.required()) {
        node.withArray("/required").add(option.name());
      }
    }
    return node;
  }

  private static ObjectNode value(Type type, OptionInfo option) {
    ObjectNode node = JSON.objectNode();
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        node.put("type", "array").set("items", value(arguments[0], option));
      } else {
        node.put("type", "object").set("additionalProperties", value(arguments[1], option));
      }
      return node;
    }
    Class<?> single = (Class<?>) type;
    if (single.isEnum()) {
      return enumeration(OptionInfo.constants(single));
    }
    if (single.isRecord()) {
      return options(single);
    }
    if (single == EncoderPart.class) {
      return node.put("$ref", "#/$defs/" + encoder(option.modality()));
    }
    if (single == boolean.class || single == Boolean.class) {
      return node.put("type", "boolean");
    }
    if (single == String.class) {
      node.putArray("type").add("string").add("number").add("boolean");
      return node;
    }
    boolean whole = !(single == double.class || single == Double.class);
    node.put("type", whole ? "integer" : "number");
    if (Double.isFinite(option.min())) {
      node.set("minimum", number(option.min()));
    }
    if (Double.isFinite(option.max())) {
      node.set("maximum", number(option.max()));
    }
    return node;
  }

  private static ObjectNode nullable(ObjectNode value) {
    ObjectNode node = JSON.objectNode();
    node.set("description", value.remove("description"));
    JsonNode byDefault = value.remove("default");
    if (byDefault != null) {
      node.set("default", byDefault);
    }
    node.putArray("anyOf").add(value).add(JSON.objectNode().put("type", "null"));
    return node;
  }

  private static JsonNode json(@Nullable Node node) {
    if (node instanceof Node.ListNode list) {
      ArrayNode array = JSON.arrayNode();
      list.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (node instanceof Node.MapNode map) {
      ObjectNode object = JSON.objectNode();
      map.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
      return object;
    }
    Object value = node instanceof Node.ScalarNode scalar ? scalar.value() : null;
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    return value == null ? JSON.nullNode() : JSON.textNode(value.toString());
  }

  /** Whole numbers without a point, as people write them. */
  private static JsonNode number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
    return whole ? JSON.numberNode((long) value) : JSON.numberNode(value);
  }

  private static ObjectNode object() {
    return JSON.objectNode().put("type", "object").put("additionalProperties", false);
  }

  private static ObjectNode text(String description) {
    return JSON.objectNode().put("type", "string").put("description", description);
  }

  private static ObjectNode ref(PartKind kind) {
    return JSON.objectNode().put("$ref", "#/$defs/" + kind.label());
  }

  private static ObjectNode enumeration(List<String> values) {
    ObjectNode node = JSON.objectNode();
    ArrayNode array = node.putArray("enum");
    values.forEach(array::add);
    return node;
  }
}
