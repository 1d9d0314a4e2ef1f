package dev.braid.tasks.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Encoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemperatureTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final NDArray batch = manager.zeros(new Shape(2, 3));

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void theFactorIsTheInverseOfTheTemperature() {
    assertThat(fresh(ContrastiveLoss.INFO_NCE, 0.07, true).of(batch, false).toFloatArray())
        .containsExactly(new float[] {1 / 0.07f, 0, 1 / 0.07f, 0}, within(1e-4f));
    assertThat(fresh(ContrastiveLoss.SIGMOID, 0.1, true).of(batch, false).toFloatArray())
        .containsExactly(new float[] {10, -10, 10, -10}, within(1e-4f));
  }

  @Test
  void onlyWhatIsLearnedIsAParameter() {
    assertThat(fresh(ContrastiveLoss.INFO_NCE, 0.07, true).named()).containsOnlyKeys("log_scale");
    assertThat(fresh(ContrastiveLoss.INFO_NCE, 0.07, false).named()).isEmpty();
    assertThat(fresh(ContrastiveLoss.SIGMOID, 0.1, true).named())
        .containsOnlyKeys("log_scale", "bias");
    assertThat(fresh(ContrastiveLoss.TRIPLET, 0.1, true).named()).isEmpty();
  }

  @Test
  void trainingBringsAFactorAbove100BackToItAndItCanFallAgain() {
    Temperature temperature = fresh(ContrastiveLoss.INFO_NCE, 0.07, true);
    NDArray value = temperature.named().get("log_scale").getArray();
    value.setRequiresGradient(false);
    value.set(new NDIndex("..."), 5f);
    value.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray factor = temperature.of(batch, true);
      assertThat(factor.get("0, 0").getFloat()).isCloseTo(100, within(1e-3f));
      collector.backward(factor.sum());
    }
    assertThat(value.getFloat()).isCloseTo((float) Math.log(100), within(1e-6f));
    try (NDArray gradient = value.getGradient()) {
      assertThat(gradient.getFloat()).isCloseTo(200, within(1e-2f)); // 100 in each of two rows
    }
  }

  @Test
  void anEmbeddingHasLengthOneAndThatOfAnAbsentSampleIsZero() {
    Projection projection = new Projection(3, 5);
    projection.initialize(manager, 1);
    NDArray vectors = manager.create(new float[] {1, -2, 3, Float.NaN, 4, 5}, new Shape(2, 3));
    NDArray embeddings =
        projection.apply(Encoding.ofPooled(vectors, manager.create(new boolean[] {true, false})));
    assertThat(embeddings.get("0").pow(2).sum().getFloat()).isCloseTo(1, within(1e-5f));
    assertThat(embeddings.get("1").toFloatArray()).containsOnly(0f);
  }

  @Test
  void aCodeFollowsFromTheTextOfAValue() {
    assertThat(Codes.of("a cat")).isEqualTo(Codes.of(new String("a cat"))).isNotZero();
    assertThat(Codes.of("a cat")).isNotEqualTo(Codes.of("a bat"));
    assertThat(Codes.of(7)).isEqualTo(Codes.of("7"));
  }

  private Temperature fresh(ContrastiveLoss loss, double value, boolean learned) {
    Temperature temperature = new Temperature(loss, value, learned);
    temperature.initialize(manager, 1);
    return temperature;
  }
}
