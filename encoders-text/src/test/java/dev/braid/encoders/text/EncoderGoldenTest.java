package dev.braid.encoders.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.Encoding;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs and all gradients equal torch's, given the same weights under the same names. */
class EncoderGoldenTest {

  @ParameterizedTest
  @MethodSource("dev.braid.encoders.text.Case#all")
  void equalsTorch(Case<?> c) throws IOException {
    Map<String, float[]> golden = Golden.read(c.name());
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = c.create(Case.BOTH);
      Golden.fill(encoder, manager);
      InputBatch batch =
          Case.batch(
              manager, 5, 0, new long[] {2, 5, 3, 1, 4}, new long[] {7}, new long[] {6, 8, 2});
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        Encoding out = encoder.encode(batch, true);
        assertClose("pooled", out.requirePooled(), golden);
        assertClose("tokens", out.requireTokens(), golden);
        NDArray weights = manager.arange(1f, Case.WIDTH + 1f).sin();
        collector.backward(
            out.requirePooled()
                .mul(weights)
                .sum()
                .add(out.requireTokens().square().mul(weights).sum()));
      }
      TreeSet<String> names = new TreeSet<>(golden.keySet());
      names.removeAll(java.util.Set.of("pooled", "tokens"));
      assertThat(new TreeSet<>(encoder.named().keySet())).isEqualTo(names);
      encoder
          .named()
          .forEach(
              (name, parameter) -> assertClose(name, parameter.getArray().getGradient(), golden));
    }
  }

  private static void assertClose(String name, NDArray actual, Map<String, float[]> golden) {
    float[] expected = golden.get(name);
    float[] values = actual.toFloatArray();
    assertThat(values).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }
}
