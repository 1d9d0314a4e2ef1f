package dev.braid.api.nn.script;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

/** Only the layout changes. */
class ChannelsLastTest {

  @Test
  void shapeAndValuesStayAndBelongToTheSameManager() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.arange(2 * 3 * 4 * 5f).reshape(2, 3, 4, 5);
      NDArray laid = ChannelsLast.of(x);

      assertThat(laid).isNotSameAs(x);
      assertThat(laid.getManager()).isSameAs(manager);
      assertThat(laid.getShape()).isEqualTo(new Shape(2, 3, 4, 5));
      assertThat(laid.toFloatArray()).isEqualTo(x.toFloatArray());
      assertThat(laid.get(":, 1").toFloatArray()).isEqualTo(x.get(":, 1").toFloatArray());
    }
  }
}
