package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientsTest {

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clippingEqualsTorchForLargeSmallAndNegativeGradients(boolean fused) throws IOException {
    JsonNode cases = UpdateGolden.of("clip");
    assertThat(cases.size()).isEqualTo(4);
    for (JsonNode one : cases) {
      List<NDArray> gradients = new ArrayList<>();
      one.path("before").forEach(values -> gradients.add(UpdateGolden.array(manager, values)));
      int before = manager.getManagedArrays().size();
      new Gradients(gradients, fused).clip(one.path("largest").asDouble());
      for (int i = 0; i < gradients.size(); i++) {
        float[] expected = UpdateGolden.floats(one.path("after").get(i));
        float[] values = gradients.get(i).toFloatArray();
        for (int j = 0; j < values.length; j++) {
          assertThat(values[j])
              .isCloseTo(expected[j], within(1e-6f * Math.max(1, Math.abs(expected[j]))));
        }
      }
      assertThat(manager.getManagedArrays()).as("arrays that are left").hasSize(before);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hugeNegativeGradientsAreClippedToTheNorm(boolean fused) {
    List<NDArray> gradients =
        List.of(manager.create(new float[] {-3e6f, 0}), manager.create(new float[] {-4e6f}));
    new Gradients(gradients, fused).clip(10);
    assertThat(gradients.get(0).toFloatArray()).containsExactly(new float[] {-6, 0}, within(1e-5f));
    assertThat(gradients.get(1).toFloatArray()).containsExactly(new float[] {-8}, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scalingMultipliesAll(boolean fused) {
    List<NDArray> gradients =
        List.of(manager.create(new float[] {3, -1}), manager.create(new float[] {4}));
    new Gradients(gradients, fused).scale(0.5);
    assertThat(gradients.get(0).toFloatArray()).containsExactly(1.5f, -0.5f);
    assertThat(gradients.get(1).toFloatArray()).containsExactly(2f);
  }
}
