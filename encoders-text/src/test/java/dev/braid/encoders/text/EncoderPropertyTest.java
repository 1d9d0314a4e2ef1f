package dev.braid.encoders.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every text encoder, whatever it computes. */
class EncoderPropertyTest {

  private static final long[] ABSENT = {};

  private final NDManager parameters = NDManager.newBaseManager();
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
    parameters.close();
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void yieldsWhatItDeclares(Case<?> c) {
    assertThat(c.output()).isEqualTo(EncodingSpec.both(Case.WIDTH));
    InputBatch batch = batch(3, new long[] {2, 5, 3}, new long[] {4});
    Encoding out = initialized(c, Case.BOTH).encode(batch, false);
    assertThat(out.requirePooled().getShape()).isEqualTo(new Shape(2, Case.WIDTH));
    assertThat(out.requireTokens().getShape()).isEqualTo(new Shape(2, 3, Case.WIDTH));
    assertThat(out.requireMask().toBooleanArray())
        .containsExactly(true, true, true, true, false, false);
    assertThat(out.present().toBooleanArray()).containsExactly(true, true);
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void paddingAndNeighboursDoNotChangeAText(Case<?> c) {
    Encoder encoder = initialized(c, Case.BOTH);
    Encoding alone = encoder.encode(batch(3, new long[] {2, 5, 3}), false);
    Encoding padded =
        encoder.encode(
            batch(6, new long[] {4, 4, 4, 7, 8, 2}, new long[] {2, 5, 3}, ABSENT), false);
    assertClose(padded.requirePooled().get("1"), alone.requirePooled().get("0"));
    assertClose(padded.requireTokens().get("1, 0:3"), alone.requireTokens().get("0"));
    assertThat(padded.requireTokens().get("1, 3:").toFloatArray()).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void whatStandsUnderTheMaskDoesNotMatter(Case<?> c) {
    Encoder encoder = initialized(c, Case.BOTH);
    long[][] texts = {{2, 5, 3, 1}, {6}};
    Encoding zeros = encoder.encode(Case.batch(manager, 5, 0, texts), false);
    Encoding words = encoder.encode(Case.batch(manager, 5, 8, texts), false);
    assertClose(words.requirePooled(), zeros.requirePooled());
    assertClose(words.requireTokens(), zeros.requireTokens());
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void everyParameterGetsAGradientThroughEitherForm(Case<?> c) {
    for (Form form : Form.values()) {
      Encoder encoder = initialized(c, Set.of(form));
      backward(encoder, form, batch(6, new long[] {2, 5, 3, 1, 4, 7}, ABSENT, new long[] {6, 8}));
      encoder
          .named()
          .forEach(
              (name, parameter) ->
                  assertThat(parameter.getArray().getGradient().abs().max().getFloat())
                      .as("%s through %s", name, form)
                      .isPositive()
                      .isFinite());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void absentTextsGiveFiniteVectorsAndNoTokens(Case<?> c) {
    Encoding out = initialized(c, Case.BOTH).encode(batch(2, ABSENT, new long[] {3}), true);
    assertFinite("pooled", out.requirePooled());
    assertFinite("tokens", out.requireTokens());
    assertThat(out.requireTokens().get("0").toFloatArray()).containsOnly(0f);
    assertThat(out.requireMask().get("0").toBooleanArray()).containsOnly(false);
    assertThat(out.present().toBooleanArray()).containsExactly(false, true);
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void aBatchWithoutAnyTextHasFiniteGradients(Case<?> c) {
    for (Form form : Form.values()) {
      Encoder encoder = initialized(c, Set.of(form));
      backward(encoder, form, batch(1, ABSENT, ABSENT));
      encoder.named().forEach((name, p) -> assertFinite(name, p.getArray().getGradient()));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void resultsLiveWithTheDataNotWithTheModel(Case<?> c) {
    Encoder encoder = initialized(c, Case.BOTH);
    int before = parameters.getManagedArrays().size();
    Encoding out = encoder.encode(batch(4, new long[] {2, 5, 3, 1}, ABSENT), true);
    assertThat(parameters.getManagedArrays()).hasSize(before);
    assertThat(out.requirePooled().getManager()).isSameAs(manager);
    assertThat(out.requireTokens().getManager()).isSameAs(manager);
  }

  private Encoder initialized(Case<?> c, Set<Form> wanted) {
    Encoder encoder = c.create(wanted);
    encoder.initialize(parameters, 1);
    return encoder;
  }

  private InputBatch batch(int length, long[]... texts) {
    return Case.batch(manager, length, 0, texts);
  }

  private void backward(Encoder encoder, Form form, InputBatch batch) {
    NDArray weights = manager.arange(1f, Case.WIDTH + 1f).sin();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding out = encoder.encode(batch, true);
      NDArray values = form == Form.POOLED ? out.requirePooled() : out.requireTokens();
      collector.backward(values.mul(weights).sum().add(values.square().mul(weights).sum()));
    }
  }

  private static void assertFinite(String name, NDArray array) {
    for (float value : array.toFloatArray()) {
      assertThat(value).as(name).isFinite();
    }
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-5f));
  }
}
