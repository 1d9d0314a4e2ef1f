package dev.braid.tasks.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderLayerTest {

  /** The parameters in the order in which torch has them. */
  private static final List<String> NAMES =
      List.of(
          "self_attention.in_proj_weight",
          "self_attention.in_proj_bias",
          "self_attention.out_proj.weight",
          "self_attention.out_proj.bias",
          "norm_self.weight",
          "norm_self.bias",
          "cross_attention.in_proj_weight",
          "cross_attention.in_proj_bias",
          "cross_attention.out_proj.weight",
          "cross_attention.out_proj.bias",
          "norm_cross.weight",
          "norm_cross.bias",
          "feed_forward.linear1.weight",
          "feed_forward.linear1.bias",
          "feed_forward.linear2.weight",
          "feed_forward.linear2.bias",
          "norm_feed_forward.weight",
          "norm_feed_forward.bias");

  private static NDArray sines(NDManager manager, double phase, double size, long... shape) {
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * Math.sin(0.7 * i + phase));
    }
    return manager.create(values, new Shape(shape));
  }

  /** torch.nn.TransformerDecoderLayer(4, 2, 6, norm_first=True) of torch 1.13, in float64. */
  @Test
  void computesWhatTorchComputes() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      DecoderLayer layer = new DecoderLayer(4, 2, 6, 0);
      layer.initialize(manager, 1);
      assertThat(layer.named()).containsOnlyKeys(NAMES);
      for (int k = 0; k < NAMES.size(); k++) {
        Parameter parameter = layer.named().get(NAMES.get(k));
        NDArray array = parameter.getArray();
        array.setRequiresGradient(false);
        sines(manager, k + 1, 0.8, array.getShape().getShape()).copyTo(array);
      }
      NDArray x = sines(manager, 0.3, 1, 2, 3, 4);
      NDArray memory = layer.memory(sines(manager, 0.9, 1, 2, 3, 4));
      NDArray mask =
          manager.create(new boolean[] {true, true, true, true, true, false}, new Shape(2, 3));
      assertThat(layer.apply(x, memory, mask, false).toFloatArray())
          .containsExactly(
              new float[] {
                -2.52387f, 0.224622f, -1.783875f, -1.830627f, -2.653375f, -1.553734f,
                -3.215179f, -3.950531f, -3.153173f, -0.545891f, -1.502335f, -2.12925f,
                -1.662799f, -1.371209f, -2.272692f, -4.497616f, -3.602988f, -0.894506f,
                -2.638457f, -1.509427f, -1.430887f, -0.56519f, -1.929228f, -3.816043f
              },
              within(2e-5f));
    }
  }
}
