package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecCheckerTest {

  private static final PartCatalog CATALOG = PartCatalog.of(List.of(new FakeParts()));

  private static final String GOOD =
      """
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
        picture: {modality: image, encoder: {type: cnn, width: 256}}
      fusion: {type: cross-attention, heads: 2}
      task: qa
      training: {epochs: 3}
      """;

  private static CheckedSpec check(String text, String... overrides) throws SpecException {
    return SpecChecker.check(
        Overrides.apply(SpecReader.parse(text, "model.yaml"), List.of(overrides)), CATALOG);
  }

  private static void assertProblems(String text, String... expected) {
    assertThatThrownBy(() -> check(text))
        .isInstanceOf(SpecException.class)
        .hasMessage(String.join("\n", expected));
  }

  @Test
  void aGoodSpecIsBoundWithItsDefaultsAndWidths() throws SpecException {
    CheckedSpec spec = check(GOOD);
    assertThat(spec.name()).isEqualTo("model");
    assertThat(spec.fusionInputs().widths()).containsEntry("question", 256);
    assertThat(spec.fused().width()).isEqualTo(512);
    assertThat(spec.fusion().options()).isEqualTo(new FakeParts.Heads(2, 1, 0.1));
    assertThat(spec.training().epochs()).isEqualTo(3);
    assertThat(spec.optimizer().factory().type()).isEqualTo("adam");
  }

  @Test
  void theCompleteSpecReadsBackAsTheSame() throws SpecException {
    String complete = SpecWriter.write(check(GOOD).complete());
    assertThat(SpecWriter.write(check(complete).complete())).isEqualTo(complete);
    assertThat(complete).contains("dropout: 0.1").contains("learning_rate: 0.001");
  }

  @Test
  void aMisspeltOptionNamesTheNearest() {
    assertProblems(
        GOOD.replace("heads: 2", "heds: 2"),
        "model.yaml:5:33 fusion.heds: unknown option of fusion 'cross-attention'; did you mean 'heads'? Known: dropout, heads, layers");
  }

  @Test
  void aMisspeltTopLevelKeyNamesTheNearest() {
    assertProblems(
        GOOD.replace("training:", "trainning:"),
        "model.yaml:7:1 trainning: unknown key of a spec; did you mean 'training'? Known: data, fusion, inputs, name, task, training, weights");
  }

  @Test
  void aWrongTypeSaysWhatIsWanted() {
    assertProblems(
        GOOD.replace("heads: 2", "heads: four"),
        "model.yaml:5:40 fusion.heads: wants a whole number, not the text 'four'");
  }

  @Test
  void aValueOutOfBoundsSaysTheBounds() {
    assertProblems(
        GOOD.replace("heads: 2", "heads: 0"),
        "model.yaml:5:40 fusion.heads: must be between 1 and 64, not 0");
  }

  @Test
  void anUnknownPartNamesTheKnownOnes() {
    assertProblems(
        GOOD.replace("{type: cross-attention, heads: 2}", "concatt"),
        "model.yaml:5:9 fusion: unknown fusion 'concatt'; did you mean 'concat'? Known: concat, cross-attention");
  }

  @Test
  void anEncoderOfAnotherModalityIsRefused() {
    assertProblems(
        GOOD.replace("encoder: lstm", "encoder: cnn"),
        "model.yaml:3:39 inputs.question.encoder: encoder 'cnn' reads image, but input 'question' is text. Encoders of text: lstm");
  }

  @Test
  void whatAFusionOperatorReportsStandsAtTheOperator() {
    assertProblems(
        GOOD.replace("width: 256", "width: 128"),
        "model.yaml:5:16 fusion: wants inputs of one width, not {question=256, picture=128}");
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
    assertProblems(
        GOOD.replace("heads: 2", "heads: 0")
            .replace("data: shapes", "data: shape")
            .replace("epochs: 3", "epochs: x"),
        "model.yaml:1:7 data: unknown source 'shape'; did you mean 'shapes'? Known: shapes",
        "model.yaml:5:40 fusion.heads: must be between 1 and 64, not 0",
        "model.yaml:7:20 training.epochs: wants a whole number, not the text 'x'");
  }

  @Test
  void anOverrideCarriesItsOwnPosition() {
    assertThatThrownBy(() -> check(GOOD, "training.epochs=4", "fusion.heads=900"))
        .hasMessage("override 2 fusion.heads: must be between 1 and 64, not 900");
  }

  @Test
  void anOverrideOfAPartReplacesIt() throws SpecException {
    assertThat(check(GOOD, "fusion=concat").fusion().options())
        .isEqualTo(new FakeParts.Heads(4, 1, 0.1));
  }

  @Test
  void anOverrideWithoutAnEqualsSignIsRefused() {
    assertThatThrownBy(() -> check(GOOD, "foo"))
        .hasMessage(
            "override 1: 'foo' is not a change to the spec; write key=value, such as training.epochs=20");
  }

  @Test
  void theSchemaAllowsNoUnknownKeys() {
    var schema = JsonSchema.of(CATALOG);
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.at("/$defs/fusion/anyOf/1/properties/heads/maximum").asInt()).isEqualTo(64);
    assertThat(schema.findValues("additionalProperties"))
        .isNotEmpty()
        .allMatch(v -> v.isObject() || !v.asBoolean(true));
  }
}
