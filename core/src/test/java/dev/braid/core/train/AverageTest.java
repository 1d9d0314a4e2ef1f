package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.engine.GradMode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AverageTest {

  private final NDManager manager = NDManager.newBaseManager();
  private Parameter parameter;

  @BeforeEach
  void prepare() {
    GradMode.off();
    parameter = Weights.parameter(manager, new Shape(3), 1, -2, 0.5f);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void set(float... values) {
    try (NDArray array = manager.create(values)) {
      parameter.getArray().set(new NDIndex("..."), array);
    }
  }

  private static NDArray only(Average average) {
    return average.arrays().values().iterator().next();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itFollowsAsTorchsLerpDoes(boolean fused) throws IOException {
    Average average = new Average(Map.of("p", parameter), 0.5, fused);
    JsonNode rows = UpdateGolden.of("average");
    assertThat(rows.size()).isEqualTo(30); // the decay stops growing at the eighth
    for (int i = 0; i < rows.size(); i++) {
      set(UpdateGolden.floats(rows.get(i).path("weights")));
      int before = manager.getManagedArrays().size();
      average.follow(i + 1);
      assertThat(manager.getManagedArrays()).as("arrays that are left").hasSize(before);
      assertThat(only(average).toFloatArray())
          .containsExactly(UpdateGolden.floats(rows.get(i).path("average")), within(1e-5f));
    }
  }

  @Test
  void theModelHasTheAveragesForAWhileAndThenItsOwnValuesToTheBit() {
    Average average = new Average(Map.of("p", parameter), 0.9);
    set(0.1f, 0.2f, 0.3f);
    average.follow(1);
    float[] averaged = only(average).toFloatArray();
    try (Average.Use use = average.use()) {
      assertThat(use).isNotNull();
      assertThat(parameter.getArray().toFloatArray()).containsExactly(averaged);
    }
    assertThat(parameter.getArray().toFloatArray()).containsExactly(0.1f, 0.2f, 0.3f);
    assertThat(parameter.getArray().hasGradient()).isTrue();
    assertThat(averaged).isNotEqualTo(new float[] {0.1f, 0.2f, 0.3f});
  }

  @Test
  void aRestoredAverageGoesOnBitByBit() {
    Average first = new Average(Map.of("p", parameter), 0.9);
    set(4, 5, 6);
    first.follow(1);
    Average second = new Average(Map.of("p", parameter), 0.9);
    second.restore(first.arrays());
    set(7, 8, 9);
    first.follow(2);
    second.follow(2);
    assertThat(only(second).toFloatArray()).containsExactly(only(first).toFloatArray());
    assertThatThrownBy(() -> second.restore(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no average of 'p'");
  }
}
