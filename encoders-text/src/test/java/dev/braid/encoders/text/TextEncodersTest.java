package dev.braid.encoders.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Nonlinearity;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextEncodersTest {

  private static final EncoderContext CONTEXT =
      new EncoderContext(new FeatureSpec(new Shape(-1), 9), Set.of(Form.POOLED, Form.TOKENS));

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static RecurrentEncoder.Options recurrent(int layers, boolean bidirectional) {
    return new RecurrentEncoder.Options(4, 6, layers, bidirectional, 0, null);
  }

  static Stream<Encoder> encoders() {
    RecurrentEncoder lstm = new RecurrentEncoder(RecurrentEncoder.Cell.LSTM);
    RecurrentEncoder gru = new RecurrentEncoder(RecurrentEncoder.Cell.GRU);
    return Stream.of(
        new BagEncoder().create(new BagEncoder.Options(6), CONTEXT),
        lstm.create(recurrent(1, false), CONTEXT),
        lstm.create(recurrent(2, true), CONTEXT),
        gru.create(recurrent(1, false), CONTEXT),
        gru.create(recurrent(2, true), CONTEXT),
        new TransformerEncoder()
            .create(
                new TransformerEncoder.Options(
                    6, 2, 2, 8, TransformerEncoder.Positions.LEARNED, 16, 0, Nonlinearity.GELU),
                CONTEXT),
        new TransformerEncoder()
            .create(
                new TransformerEncoder.Options(
                    6,
                    2,
                    1,
                    null,
                    TransformerEncoder.Positions.SINUSOIDAL,
                    16,
                    0.1,
                    Nonlinearity.GELU),
                CONTEXT));
  }

  /** Rows of ids; shorter ones are padded, an empty one is an absent sample. */
  private InputBatch batch(int length, long[]... rows) {
    long[] ids = new long[rows.length * length];
    boolean[] mask = new boolean[ids.length];
    boolean[] present = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      present[i] = rows[i].length > 0;
      for (int t = 0; t < rows[i].length; t++) {
        ids[i * length + t] = rows[i][t];
        mask[i * length + t] = true;
      }
    }
    Shape shape = new Shape(rows.length, length);
    return new InputBatch(
        manager.create(ids, shape), manager.create(mask, shape), manager.create(present));
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void paddingAndNeighboursDoNotChangeASample(Encoder encoder) {
    encoder.initialize(manager, 1);
    Encoding alone = encoder.encode(batch(3, new long[] {2, 5, 3}), false);
    Encoding padded =
        encoder.encode(
            batch(6, new long[] {4, 4, 4, 7, 8, 2}, new long[] {2, 5, 3}, new long[0]), false);
    assertThat(alone.requirePooled().getShape()).isEqualTo(new Shape(1, 6));
    assertThat(alone.requireTokens().getShape()).isEqualTo(new Shape(1, 3, 6));
    assertClose(padded.requirePooled().get("1"), alone.requirePooled().get("0"));
    assertClose(padded.requireTokens().get("1, 0:3"), alone.requireTokens().get("0"));
    assertThat(padded.requireTokens().get("1, 3:").toFloatArray()).containsOnly(0f);
    assertThat(finite(padded.requirePooled())).isTrue();
    assertThat(padded.requireTokens().get("2").toFloatArray()).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void everyParameterGetsAFiniteGradientAlsoBesideAnAbsentSample(Encoder encoder) {
    encoder.initialize(manager, 1);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding out =
          encoder.encode(batch(4, new long[] {2, 5, 3, 1}, new long[0], new long[] {6, 8}), false);
      NDArray weights = manager.arange(1f, 7f).sin();
      collector.backward(
          out.requirePooled()
              .mul(weights)
              .sum()
              .add(out.requireTokens().mul(weights).square().sum()));
    }
    encoder
        .named()
        .forEach(
            (name, parameter) -> {
              NDArray gradient = parameter.getArray().getGradient();
              assertThat(finite(gradient)).as(name).isTrue();
              assertThat(gradient.abs().sum().getFloat()).as(name).isGreaterThan(0);
            });
  }

  @Test
  void anLstmHasTorchsNamesAndCount() {
    Encoder lstm =
        new RecurrentEncoder(RecurrentEncoder.Cell.LSTM)
            .create(new RecurrentEncoder.Options(128, 256, 1, false, 0, 10000), CONTEXT);
    assertThat(lstm.named().keySet())
        .containsExactly(
            "embedding.weight",
            "lstm.weight_ih_l0",
            "lstm.weight_hh_l0",
            "lstm.bias_ih_l0",
            "lstm.bias_hh_l0");
    assertThat(lstm.parameterCount()).isEqualTo(1_280_000 + 395_264);
  }

  private static boolean finite(NDArray array) {
    for (float value : array.toFloatArray()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.toFloatArray()).hasSameSizeAs(expected.toFloatArray());
    for (int i = 0; i < expected.toFloatArray().length; i++) {
      assertThat(actual.toFloatArray()[i]).isCloseTo(expected.toFloatArray()[i], within(1e-5f));
    }
  }
}
