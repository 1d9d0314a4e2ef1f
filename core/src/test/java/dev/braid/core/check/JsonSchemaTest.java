package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.braid.core.parts.PartCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

  private static final ObjectNode SCHEMA = JsonSchema.of(PartCatalog.of(List.of(new ToyParts())));

  private static final String GOOD =
      """
      name: toy
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
        picture: {modality: image, reader: {size: 32}, encoder: {type: cnn, width: 128}}
      fusion: {type: cross-attention, heads: 2}
      task: {type: qa, target: answer, classes: null}
      training: {epochs: 3, max_steps: null, optimizer: {learning_rate: 0.01}}
      weights: {run: runs/pretrain/1, parts: [encoders.*], checkpoint: last}
      """;

  private static Set<ValidationMessage> validate(String yaml) throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(SCHEMA)
        .validate(new YAMLMapper().readTree(yaml));
  }

  @Test
  void theSchemaIsItselfValid() {
    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(SCHEMA))
        .isEmpty();
  }

  @Test
  void aGoodSpecIsValid() throws IOException {
    assertThat(validate(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads: 2           | heds: 2",
        "heads: 2           | heads: 0",
        "heads: 2           | heads: 2.5",
        "heads: 2           | heads: four",
        "cross-attention    | cross-atention",
        "encoder: lstm      | encoder: cnn",
        "encoder: lstm      | encoder: {width: 5}",
        "size: 32           | sise: 32",
        "modality: text     | modality: txt",
        "'question:'        | 'Question:'",
        "'name: toy'        | 'nme: toy'",
        "'data: shapes'     | ''",
        "epochs: 3          | epoch: 3",
        "'target: answer, ' | ''",
        "learning_rate: 0.01| learning_rate: 2",
        "'run: runs'        | 'rn: runs'",
        "checkpoint: last   | checkpoint: newest",
      })
  void whatTheCheckerRefusesTheSchemaRefuses(String good, String bad) throws IOException {
    assertThat(GOOD).contains(good);
    assertThat(validate(GOOD.replace(good, bad))).isNotEmpty();
  }

  @Test
  void descriptionsDefaultsAndBoundsAreThere() {
    JsonNode heads = SCHEMA.at("/$defs/fusion/anyOf/2/properties/heads");
    assertThat(heads)
        .hasToString(
            "{\"type\":\"integer\",\"minimum\":1,\"maximum\":64,\"description\":\"attention"
                + " heads\",\"default\":4}");
  }

  @Test
  void everyObjectIsClosed() {
    SCHEMA.findParents("properties").stream()
        .filter(node -> node.path("type").asText().equals("object"))
        .forEach(
            node ->
                assertThat(node.path("additionalProperties").asBoolean(true))
                    .as("%s", node)
                    .isFalse());
  }
}
