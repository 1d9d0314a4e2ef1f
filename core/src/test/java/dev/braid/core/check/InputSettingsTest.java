package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How inputs are pooled and dropped, as far as a spec tells. */
class InputSettingsTest {

  private static final PartCatalog CATALOG =
      PartCatalog.of(
          List.of(
              new ToyParts(),
              new dev.braid.api.BraidPlugin() {
                @Override
                public List<EncoderFactory<?>> encoders() {
                  return List.of(
                      new Single("vector", Form.POOLED), new Single("sequence", Form.TOKENS));
                }

                @Override
                public List<AugmentationFactory<?>> augmentations() {
                  return List.of(
                      new Noise("noise", Modality.IMAGE), new Noise("hiss", Modality.TEXT));
                }
              }));

  private static final String SPEC =
      """
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
        picture: {modality: image, encoder: cnn}
      fusion: concat
      task: {type: qa, target: answer}
      """;

  private static CheckedSpec check(String... overrides) throws SpecException {
    return SpecChecker.check(
        Overrides.apply(SpecReader.parse(SPEC, "m.yaml"), List.of(overrides)), CATALOG);
  }

  private static InputPlan question(String... overrides) throws SpecException {
    return check(overrides).inputs().get("question");
  }

  private static void assertProblem(String message, String... overrides) {
    assertThatThrownBy(() -> check(overrides)).hasMessage(message);
  }

  @Test
  void anEncoderIsAskedForTheFormThatTheFusionWants() throws SpecException {
    assertThat(question().asked(Set.of(Form.POOLED))).containsExactly(Form.POOLED);
    assertThat(question().asked(Set.of(Form.TOKENS))).containsExactly(Form.TOKENS);
    assertThat(question().pools(Set.of(Form.POOLED))).isFalse();
  }

  @Test
  void aNamedPoolAsksForTokensAlone() throws SpecException {
    InputPlan plan = question("inputs.question.pool=attention");
    assertThat(plan.pool()).isEqualTo(Pool.ATTENTION);
    assertThat(plan.asked(Set.of(Form.POOLED))).containsExactly(Form.TOKENS);
    assertThat(plan.pools(Set.of(Form.POOLED))).isTrue();
  }

  @Test
  void anEncoderWithOneFormIsConverted() throws SpecException {
    InputPlan tokens = question("inputs.question.encoder=sequence");
    assertThat(tokens.asked(Set.of(Form.POOLED))).containsExactly(Form.TOKENS);
    assertThat(tokens.pools(Set.of(Form.POOLED))).isTrue();
    assertThat(tokens.pools(Set.of(Form.TOKENS))).isFalse();
    InputPlan vector = question("inputs.question.encoder=vector");
    assertThat(vector.asked(Set.of(Form.TOKENS))).containsExactly(Form.POOLED);
    assertThat(vector.pools(Set.of(Form.POOLED))).isFalse();
  }

  @Test
  void theCompleteSpecReadsBackAndStillFitsAnotherFusion() throws SpecException {
    String complete = SpecWriter.write(check().complete());
    assertThat(complete).contains("pool: null").contains("modality_dropout: {}");
    CheckedSpec again =
        SpecChecker.check(
            Overrides.apply(
                SpecReader.parse(complete, "m.yaml"), List.of("fusion=cross-attention")),
            CATALOG);
    assertThat(again.inputs().get("question").pool()).isNull();
  }

  @Test
  void poolingThatIsNotThereIsNamed() {
    assertProblem(
        "override 1 inputs.question.pool: the text 'maen' is not one of mean, first, last,"
            + " attention; did you mean 'mean'?",
        "inputs.question.pool=maen");
  }

  @Test
  void poolingForAFusionThatWorksOnTokensIsRefused() {
    assertProblem(
        "override 2 inputs.question.pool: fusion 'cross-attention' works on the tokens themselves;"
            + " leave pool out",
        "fusion=cross-attention",
        "inputs.question.pool=first");
  }

  @Test
  void poolingOfAnEncoderWithoutTokensIsRefused() {
    assertProblem(
        "override 2 inputs.question.pool: encoder 'vector' yields one vector and no tokens to pool;"
            + " leave pool out",
        "inputs.question.encoder=vector",
        "inputs.question.pool=mean");
  }

  record Loudness(
      @Option(value = "how loud", byDefault = "0.5", min = 0, max = 1) double loudness) {}

  private record Noise(String type, Modality modality) implements AugmentationFactory<Loudness> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Loudness> options() {
      return Loudness.class;
    }

    @Override
    public Augmentation create(Loudness options, AugmentationContext context) {
      return (feature, random) -> feature;
    }
  }

  @Test
  void augmentationsAreBoundInOrderAndTheCompleteSpecHasTheirDefaults() throws SpecException {
    CheckedSpec spec = check("inputs.picture.augment=[{type: noise, loudness: 1}, noise]");
    assertThat(spec.inputs().get("picture").augment())
        .extracting(part -> ((Loudness) part.options()).loudness())
        .containsExactly(1.0, 0.5);
    assertThat(spec.inputs().get("question").augment()).isEmpty();
    String complete = SpecWriter.write(spec.complete());
    assertThat(complete)
        .contains("augment: [{type: noise, loudness: 1}, {type: noise, loudness: 0.5}]")
        .contains("cache: memory");
    assertThat(
            SpecWriter.write(
                SpecChecker.check(SpecReader.parse(complete, "m.yaml"), CATALOG).complete()))
        .isEqualTo(complete);
  }

  @Test
  void anAugmentationOfAnotherModalityIsRefused() {
    assertProblem(
        "override 1 inputs.picture.augment[1]: augmentation 'hiss' changes text, but input"
            + " 'picture' is image. Augmentations of image: noise",
        "inputs.picture.augment=[hiss]");
  }

  @Test
  void anAugmentationThatIsNotThereIsRefused() {
    assertProblem(
        "override 1 inputs.picture.augment[2]: unknown augmentation 'noize'; did you mean 'noise'?"
            + " Known: noise",
        "inputs.picture.augment=[noise, {type: noize}]");
  }

  @Test
  void augmentationsAreAList() {
    assertProblem(
        "override 1 inputs.picture.augment: wants a list such as [{type: flip, p: 0.5}]",
        "inputs.picture.augment=noise");
  }

  @Test
  void balancingClassesOfATaskWithoutClassesIsRefused() {
    for (String balance : List.of("weights", "sampler")) {
      assertProblem(
          "override 1 training.class_balance: the samples of task 'qa' have no classes to balance;"
              + " leave it out",
          "training.class_balance=" + balance);
    }
  }

  @Test
  void modalityDropoutIsBoundByInput() throws SpecException {
    assertThat(check("training.modality_dropout.picture=0.3").training().modalityDropout())
        .containsOnly(java.util.Map.entry("picture", 0.3));
  }

  @Test
  void modalityDropoutOfAnInputThatIsNotThereIsRefused() {
    assertProblem(
        "override 1 training.modality_dropout.pictur: there is no such input; did you mean"
            + " 'picture'? Known: question, picture",
        "training.modality_dropout={question: 0.1, pictur: 0.3}");
  }

  @Test
  void aProbabilityAboveOneIsRefused() {
    assertProblem(
        "override 1 training.modality_dropout.picture: must be between 0 and 1, not 30",
        "training.modality_dropout.picture=30");
  }

  @Test
  void droppingTheOnlyInputIsRefused() {
    assertProblem(
        "override 2 training.modality_dropout.picture: a sample always keeps one input and there is"
            + " no other; leave it out",
        "inputs={picture: {modality: image, encoder: cnn}}",
        "training.modality_dropout.picture=0.3");
  }

  record Single(String type, Form form) implements EncoderFactory<ToyParts.Width> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<ToyParts.Width> options() {
      return ToyParts.Width.class;
    }

    @Override
    public Modality modality() {
      return Modality.TEXT;
    }

    @Override
    public EncodingSpec output(ToyParts.Width options, FeatureSpec features) {
      return new EncodingSpec(options.width(), Set.of(form));
    }

    @Override
    public Encoder create(ToyParts.Width options, EncoderContext context) {
      throw new UnsupportedOperationException();
    }
  }
}
