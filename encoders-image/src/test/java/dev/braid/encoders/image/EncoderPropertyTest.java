package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.EncoderFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every picture encoder, whatever it computes. */
class EncoderPropertyTest {

  private static final int SIZE = 32;
  private static final FeatureSpec FEATURES = new FeatureSpec(new Shape(3, SIZE, SIZE), 0);

  /** Made once: to draw eleven million values takes longer than all that is done with them. */
  private static final Map<String, Encoder> ENCODERS = new HashMap<>();

  private static final NDManager PARAMETERS = NDManager.newBaseManager();

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @AfterAll
  static void closeParameters() {
    ENCODERS.clear();
    PARAMETERS.close();
  }

  /** An encoder with its options and the forms that are wanted of it. */
  record Case<O extends Record>(EncoderFactory<O> factory, O options, Set<Form> wanted) {

    Encoder create() {
      return factory.create(options, new EncoderContext(FEATURES, wanted));
    }

    EncodingSpec output() {
      return factory.output(options, FEATURES);
    }

    @Override
    public String toString() {
      return factory.type() + " " + options + " " + wanted;
    }
  }

  static Stream<Case<?>> cases() {
    CnnEncoder.Options cnn = new CnnEncoder.Options(List.of(4, 8), 6, 4);
    ResNetEncoder.Options resnet = new ResNetEncoder.Options(18, 10);
    ResNetEncoder.Options bare = new ResNetEncoder.Options(18, null);
    Set<Form> both = Set.of(Form.POOLED, Form.TOKENS);
    return Stream.of(
        new Case<>(new CnnEncoder(), cnn, both),
        new Case<>(new CnnEncoder(), cnn, Set.of(Form.POOLED)),
        new Case<>(new CnnEncoder(), cnn, Set.of(Form.TOKENS)),
        new Case<>(new ResNetEncoder(), resnet, both),
        new Case<>(new ResNetEncoder(), resnet, Set.of(Form.POOLED)),
        new Case<>(new ResNetEncoder(), resnet, Set.of(Form.TOKENS)),
        new Case<>(new ResNetEncoder(), bare, both));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void yieldsTheDeclaredWidthInTheWantedForms(Case<?> c) {
    Encoding out = encode(initialized(c), pictures(), false);
    int width = c.output().width();
    assertThat(c.output().forms()).containsAll(c.wanted());
    if (c.wanted().contains(Form.TOKENS)) {
      Shape tokens = out.requireTokens().getShape();
      assertThat(tokens.get(0)).isEqualTo(3);
      assertThat(tokens.get(2)).isEqualTo(width);
      assertThat(out.requireMask().getShape()).isEqualTo(tokens.slice(0, 2));
    } else {
      assertThat(out.tokens()).isNull();
    }
    if (c.wanted().contains(Form.POOLED)) {
      assertThat(out.requirePooled().getShape()).isEqualTo(new Shape(3, width));
    } else {
      assertThat(out.pooled()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyParameterGetsAGradient(Case<?> c) {
    Encoder encoder = initialized(c);
    NDArray weights = manager.randomNormal(new Shape(3, c.output().width()));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding out = encode(encoder, pictures(), true);
      List<NDArray> losses = new ArrayList<>();
      if (out.pooled() != null) {
        losses.add(out.pooled().mul(weights).sum());
      }
      if (out.tokens() != null) {
        losses.add(out.tokens().mul(out.tokens()).mul(weights.expandDims(1)).sum());
      }
      collector.backward(dev.braid.api.nn.Tensors.sum(losses));
    }
    encoder
        .named()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                float largest = parameter.getArray().getGradient().abs().max().toFloatArray()[0];
                assertThat(largest).as(name).isPositive().isFinite();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void absentPicturesGiveFiniteResultsAndMaskedZeroTokens(Case<?> c) {
    for (boolean training : new boolean[] {true, false}) {
      NDArray present = manager.create(new boolean[] {true, false, false});
      NDArray values = dev.braid.api.nn.Tensors.orZeros(present, pictures());
      Encoding out = initialized(c).encode(new InputBatch(values, null, present), training);
      if (out.pooled() != null) {
        assertFinite(out.pooled());
      }
      if (out.tokens() != null) {
        assertFinite(out.tokens());
        NDArray mask = out.requireMask();
        assertThat(mask.get(0).toBooleanArray()).containsOnly(true);
        assertThat(mask.get("1:").toBooleanArray()).containsOnly(false);
        assertThat(out.tokens().get("1:").toFloatArray()).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBatchWithoutAnyPictureIsFinite(Case<?> c) {
    NDArray present = manager.create(new boolean[] {false});
    NDArray values = manager.zeros(new Shape(1, 3, SIZE, SIZE));
    Encoder encoder = initialized(c);
    Encoding out = encoder.encode(new InputBatch(values, null, present), true);
    assertFinite(out.pooled() == null ? out.requireTokens() : out.requirePooled());
    encoder.named().values().forEach(p -> assertFinite(p.getArray()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inEvaluationAPictureDoesNotDependOnTheOthersOfItsBatch(Case<?> c) {
    Encoder encoder = initialized(c);
    NDArray all = pictures();
    Encoding together = encode(encoder, all, false);
    Encoding alone =
        encoder.encode(
            new InputBatch(all.get("1:2"), null, manager.create(new boolean[] {true})), false);
    if (alone.pooled() != null) {
      assertClose(alone.pooled(), together.requirePooled().get("1:2"));
    }
    if (alone.tokens() != null) {
      assertClose(alone.tokens(), together.requireTokens().get("1:2"));
    }
  }

  @Test
  void resnetsPooledVectorIsTheMeanOfItsTokens() {
    Encoder encoder =
        new ResNetEncoder()
            .create(
                new ResNetEncoder.Options(18, 10),
                new EncoderContext(
                    new FeatureSpec(new Shape(3, 96, 96), 0), Set.of(Form.POOLED, Form.TOKENS)));
    encoder.initialize(manager, 5);
    NDArray values = Golden.batch(manager, 2, 96);
    Encoding out =
        encoder.encode(
            new InputBatch(values, null, manager.create(new boolean[] {true, true})), false);
    assertThat(out.requireTokens().getShape()).isEqualTo(new Shape(2, 9, 10));
    assertClose(out.requireTokens().mean(new int[] {1}), out.requirePooled());
  }

  @Test
  void cnnMakesOnlyTheParametersOfTheWantedForm() {
    assertThat(named(Set.of(Form.POOLED)))
        .containsKeys("fc.weight", "fc.bias")
        .doesNotContainKeys("token.weight", "position.weight");
    assertThat(named(Set.of(Form.TOKENS)))
        .containsKeys("token.weight", "token.bias", "position.weight")
        .doesNotContainKeys("fc.weight");
  }

  @Test
  void cnnNamesItsBlocksReadably() {
    assertThat(named(Set.of(Form.POOLED)).keySet())
        .startsWith(
            "blocks.0.conv.weight",
            "blocks.0.conv.bias",
            "blocks.0.norm.weight",
            "blocks.0.norm.bias",
            "blocks.0.norm.running_mean",
            "blocks.0.norm.running_var",
            "blocks.1.conv.weight");
  }

  @Test
  void cnnTellsCellsOfAnEvenPictureApart() {
    Encoder encoder =
        new CnnEncoder()
            .create(
                new CnnEncoder.Options(List.of(4), 6, 4),
                new EncoderContext(FEATURES, Set.of(Form.TOKENS)));
    encoder.initialize(manager, 5);
    NDArray even = manager.zeros(new Shape(1, 3, SIZE, SIZE));
    NDArray tokens =
        encoder
            .encode(new InputBatch(even, null, manager.create(new boolean[] {true})), false)
            .requireTokens();
    // Two cells away from the border, which padding makes different anyway.
    NDArray difference = tokens.get(0, 5 * 16 + 5).sub(tokens.get(0, 9 * 16 + 8)).abs();
    assertThat(difference.max().toFloatArray()[0]).isGreaterThan(1e-4f);
  }

  @Test
  void cnnRefusesPicturesThatItsBlocksHalveToNothing() {
    CnnEncoder.Options options = new CnnEncoder.Options(List.of(4, 4, 4, 4), 6, 4);
    assertThatThrownBy(
            () -> new CnnEncoder().output(options, new FeatureSpec(new Shape(3, 8, 8), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "4 blocks halve a picture of 8 pixels to nothing; use fewer channels or a larger"
                + " reader size");
  }

  @Test
  void optionsThatCannotBeAreProblems() {
    List<String> problems = new ArrayList<>();
    new ResNetEncoder()
        .check(new ResNetEncoder.Options(20, null), (o, m) -> problems.add(o + " " + m));
    new CnnEncoder()
        .check(new CnnEncoder.Options(List.of(), 6, 4), (o, m) -> problems.add(o + " " + m));
    assertThat(problems)
        .containsExactly(
            "depth must be 18, 34 or 50, not 20",
            "channels must name at least one block, such as [32, 64, 128]");
  }

  private static Map<String, Parameter> named(Set<Form> wanted) {
    return new CnnEncoder()
        .create(new CnnEncoder.Options(List.of(4, 8), 6, 4), new EncoderContext(FEATURES, wanted))
        .named();
  }

  private static Encoder initialized(Case<?> c) {
    return ENCODERS.computeIfAbsent(
        c.toString(),
        key -> {
          Encoder encoder = c.create();
          encoder.initialize(PARAMETERS, 5);
          return encoder;
        });
  }

  private NDArray pictures() {
    return Golden.batch(manager, 3, SIZE);
  }

  private Encoding encode(Encoder encoder, NDArray values, boolean training) {
    NDArray present = manager.create(new boolean[] {true, true, true});
    return encoder.encode(new InputBatch(values, null, present), training);
  }

  private static void assertFinite(NDArray array) {
    for (float value : array.toFloatArray()) {
      assertThat(value).isFinite();
    }
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    float[] wanted = expected.toFloatArray();
    float[] values = actual.toFloatArray();
    assertThat(values).hasSameSizeAs(wanted);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(wanted[i], within(1e-4f));
    }
  }
}
