package dev.braid.core.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.PartFactory;
import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.TrainingOptions;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
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
    ObjectNode input = object();
    ObjectNode keys = input.withObject("/properties");
    keys.set("modality", enumeration(catalog.modalities()));
    keys.set("column", text("the column of the data; by default the input's name"));
    keys.set("reader", ref(PartKind.READER));
    keys.set("encoder", ref(PartKind.ENCODER));
    input.putArray("required").add("modality").add("encoder");
    ObjectNode inputs = properties.putObject("inputs").put("type", "object");
    inputs.put("minProperties", 1).put("additionalProperties", false);
    inputs.putObject("patternProperties").set("^[a-z][a-z0-9_]*$", input);
    properties.set("fusion", ref(PartKind.FUSION));
    properties.set("task", ref(PartKind.TASK));
    ObjectNode training = options(TrainingOptions.class);
    training.withObject("/properties").set("optimizer", ref(PartKind.OPTIMIZER));
    properties.set("training", training);
    schema.putArray("required").add("data").add("inputs").add("fusion").add("task");
    ObjectNode definitions = schema.putObject("$defs");
    for (PartKind kind : PartKind.values()) {
      definitions.set(kind.label(), kind(kind, catalog));
    }
    return schema;
  }

  private static ObjectNode kind(PartKind kind, PartCatalog catalog) {
    ObjectNode node = JSON.objectNode();
    ArrayNode any = node.putArray("anyOf");
    any.add(enumeration(catalog.names(kind)));
    for (CatalogEntry entry : catalog.entries()) {
      if (entry.kind() == kind) {
        any.add(part(entry.factory(), kind == PartKind.READER));
      }
    }
    return node;
  }

  private static ObjectNode part(PartFactory<?> part, boolean typeOptional) {
    ObjectNode node = options(part.options());
    node.put("description", part.description());
    node.withObject("/properties").putObject("type").put("const", part.type());
    if (!typeOptional) {
      ArrayNode required = node.withArray("/required");
      required.add("type");
    }
    return node;
  }

  private static ObjectNode options(Class<?> record) {
    ObjectNode node = object();
    ObjectNode properties = node.withObject("/properties");
    for (OptionInfo option : OptionInfo.of(record)) {
      ObjectNode value = value(option.type(), option);
      value.put("description", option.description());
      String byDefault = option.byDefault();
      if (byDefault != null) {
        value.set("default", json(byDefault));
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
      node.put("minimum", option.min());
    }
    if (Double.isFinite(option.max())) {
      node.put("maximum", option.max());
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

  private static JsonNode json(String yaml) {
    try {
      Node.MapNode map = SpecReader.parse("v: " + yaml, "default");
      return json(map.get("v"));
    } catch (SpecException e) {
      throw new IllegalArgumentException("not YAML: " + yaml, e);
    }
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
    return value == null ? JSON.nullNode() : JSON.pojoNode(value);
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
