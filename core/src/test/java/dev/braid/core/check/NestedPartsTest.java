package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.EncoderPart;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Encoders among the options of an encoder. */
class NestedPartsTest {

  private static final String SPEC =
      """
      name: toy
      data: shapes
      inputs:
        picture: {modality: image, encoder: %s}
      fusion: concat
      task: {type: qa, target: answer}
      """;

  private static final PartCatalog CATALOG = PartCatalog.of(List.of(new ToyParts(), new Holders()));

  record Inner(
      @Option(value = "encodes words", modality = "text") EncoderPart words,
      @Option(value = "others", byDefault = "3", min = 1) int others) {}

  record ByDefault(
      @Option(value = "encodes words", byDefault = "bag", modality = "text") EncoderPart words) {}

  record OfNoModality(@Option("encodes words") EncoderPart words) {}

  /** Yields what its inner encoder yields, and is of the other modality. */
  private static final class Holders implements BraidPlugin, EncoderFactory<Inner> {
    @Override
    public List<EncoderFactory<?>> encoders() {
      return List.of(this);
    }

    @Override
    public String type() {
      return "holder";
    }

    @Override
    public String description() {
      return "a toy that holds another";
    }

    @Override
    public Class<Inner> options() {
      return Inner.class;
    }

    @Override
    public Modality modality() {
      return Modality.IMAGE;
    }

    @Override
    public EncodingSpec output(Inner options, FeatureSpec features) {
      return options.words().output(features);
    }

    @Override
    public Encoder create(Inner options, EncoderContext context) {
      return options.words().create(context);
    }
  }

  private static CheckedSpec check(String encoder) throws SpecException {
    return SpecChecker.check(SpecReader.parse(SPEC.formatted(encoder), "m.yaml"), CATALOG);
  }

  private static void assertProblem(String encoder, String... lines) {
    assertThatThrownBy(() -> check(encoder))
        .isInstanceOf(SpecException.class)
        .hasMessage(String.join("\n", lines));
  }

  @Test
  void anInnerEncoderIsFoundAndItsOptionsAreBound() throws SpecException {
    CheckedSpec spec = check("{type: holder, words: {type: gru, width: 12}}");
    assertThat(spec.fused().width()).isEqualTo(12);
    assertThat(spec.inputs().get("picture").encoder().options())
        .hasToString("Inner[words=gru Width[width=12], others=3]");
  }

  @Test
  void aNameAloneMeansItsDefaults() throws SpecException {
    assertThat(check("{type: holder, words: gru}").fused().width()).isEqualTo(256);
  }

  @Test
  void theCompleteSpecHasTheInnerDefaultsAndReadsBackTheSame() throws SpecException {
    CheckedSpec spec = check("{type: holder, words: gru}");
    String complete = SpecWriter.write(spec.complete());
    assertThat(complete).contains("words:\n        type: gru\n        width: 256");
    CheckedSpec again = SpecChecker.check(SpecReader.parse(complete, "again.yaml"), CATALOG);
    assertThat(again.inputs().get("picture").encoder().options())
        .isEqualTo(spec.inputs().get("picture").encoder().options());
  }

  @Test
  void problemsStandWhereTheInnerOptionStands() {
    assertProblem(
        "{type: holder, words: {type: gur}}",
        "m.yaml:4:68 inputs.picture.encoder.words: unknown encoder 'gur'; did you mean 'gru'? Known: gru, bag, lstm");
    assertProblem(
        "{type: holder, words: {type: gru, widht: 3}}",
        "m.yaml:4:73 inputs.picture.encoder.words.widht: unknown option of encoder 'gru'; did you mean 'width'? Known: width");
    assertProblem(
        "{type: holder, words: {type: gru, width: 0}}",
        "m.yaml:4:80 inputs.picture.encoder.words.width: must be between 1 and 4096, not 0");
    assertProblem(
        "{type: holder, words: cnn}",
        "m.yaml:4:61 inputs.picture.encoder.words: encoder 'cnn' reads image, but 'words' wants one of text. Encoders of text: bag, gru, lstm");
    assertProblem(
        "holder",
        "m.yaml:4:39 inputs.picture.encoder.words: is missing; encoder 'holder' needs it: encodes words");
    assertProblem(
        "{type: holder, words: {width: 3}}",
        "m.yaml:4:61 inputs.picture.encoder.words.type: is missing; it names the encoder. Known: bag, gru, lstm");
  }

  @Test
  void itsTypeIsSaidInWords() {
    assertThat(OptionInfo.of(Inner.class).get(0).typeName()).isEqualTo("encoder of text");
  }

  @Test
  void theSchemaRefersToTheEncodersOfItsModality() {
    JsonNode schema = JsonSchema.of(CATALOG);
    assertThat(schema.at("/$defs/encoder-image").toString())
        .contains("\"words\":{\"$ref\":\"#/$defs/encoder-text\"");
    JsonNode alone = JsonSchema.of(PartCatalog.of(List.of(new Holders())));
    assertThat(alone.at("/$defs/encoder-text").toString()).isEqualTo("{\"not\":{}}");
  }

  @Test
  void anOptionThatHoldsAnEncoderNamesItsModalityAndHasNoDefault() {
    assertThatThrownBy(() -> OptionRecords.validate(OfNoModality.class))
        .hasMessage("option 'words' holds an encoder and must say of which modality");
    assertThatThrownBy(() -> OptionRecords.validate(ByDefault.class))
        .hasMessageContaining("'words' holds an encoder and cannot have a default");
    OptionRecords.validate(Inner.class);
    assertThat(CATALOG.names(PartKind.ENCODER)).contains("holder");
  }
}
