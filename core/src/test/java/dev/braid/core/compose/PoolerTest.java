package dev.braid.core.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.core.check.Pool;
import dev.braid.core.engine.GradMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolerTest {

  private static final float NAN = Float.NaN;

  private final NDManager manager = NDManager.newBaseManager();

  /** Two tokens and padding, three tokens, none. */
  private NDArray tokens(float padding) {
    return manager.create(
        new float[] {
          1, 2, 3, 4, padding, padding, //
          0, 1, 1, 0, 2, 2, //
          padding, padding, padding, padding, padding, padding
        },
        new Shape(3, 3, 2));
  }

  private NDArray mask() {
    return manager.create(
        new boolean[] {true, true, false, true, true, true, false, false, false}, new Shape(3, 3));
  }

  private Pooler pooler(Pool pool, float... query) {
    Pooler pooler = new Pooler(pool, 2);
    pooler.initialize(manager, 1);
    if (query.length > 0) {
      NDArray array = pooler.named().get("query").getArray();
      array.setRequiresGradient(false);
      manager.create(query).copyTo(array);
      array.setRequiresGradient(true);
    }
    return pooler;
  }

  @BeforeEach
  void recordNothing() {
    GradMode.off();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private float[] pool(Pool pool, float... query) {
    return pooler(pool, query).apply(tokens(NAN), mask()).toFloatArray();
  }

  @Test
  void eachWayTakesRealTokensAndGivesZerosWithoutAny() {
    assertThat(pool(Pool.MEAN)).containsExactly(new float[] {2, 3, 1, 1, 0, 0}, within(1e-6f));
    assertThat(pool(Pool.FIRST)).containsExactly(1, 2, 0, 1, 0, 0);
    assertThat(pool(Pool.LAST)).containsExactly(3, 4, 2, 2, 0, 0);
  }

  @Test
  void attentionBeginsAsTheMean() {
    assertThat(pool(Pool.ATTENTION)).containsExactly(new float[] {2, 3, 1, 1, 0, 0}, within(1e-6f));
  }

  @Test
  void attentionWeighsTokensByTheSoftmaxOfTheirProductsWithTheQuery() {
    // Products with the query over sqrt(2): 1, 3 and 0, 1, 2.
    float root = (float) Math.sqrt(2);
    double later = 1 / (1 + Math.exp(-2));
    double sum = 1 + Math.E + Math.exp(2);
    float[] expected = {
      (float) (1 + 2 * later),
      (float) (2 + 2 * later),
      (float) ((Math.E + 2 * Math.exp(2)) / sum),
      (float) ((1 + 2 * Math.exp(2)) / sum),
      0,
      0
    };
    assertThat(pool(Pool.ATTENTION, root, 0)).containsExactly(expected, within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void whatStandsInPaddingReachesNeitherTokensNorQuery(Pool pool) {
    float[][] gradients = new float[2][];
    float[][] queries = new float[2][];
    for (int i = 0; i < 2; i++) {
      Pooler pooler = pool == Pool.ATTENTION ? pooler(pool, 1, -1) : pooler(pool);
      NDArray tokens = tokens(i == 0 ? 0 : NAN);
      tokens.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray pooled = pooler.apply(tokens, mask());
        collector.backward(pooled.mul(pooled).sum());
      }
      gradients[i] = tokens.getGradient().toFloatArray();
      var query = pooler.named().get("query");
      queries[i] = query == null ? new float[0] : query.getArray().getGradient().toFloatArray();
    }
    assertThat(gradients[1]).isEqualTo(gradients[0]);
    assertThat(queries[1]).isEqualTo(queries[0]);
    assertThat(queries[0]).hasSize(pool == Pool.ATTENTION ? 2 : 0).doesNotContain(0, NAN);
  }
}
