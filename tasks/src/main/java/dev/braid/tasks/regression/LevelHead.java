package dev.braid.tasks.regression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.FusedHead;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.head.MlpHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One score a sample and one offset a level: the logit of being above level k is score + offset k,
 * {@code [B, levels]}. The score is the same for all levels, so their order does not depend on the
 * sample; Cao, Mirjalili and Raschka, Rank consistent ordinal regression (CORAL), 2020,
 * arXiv:1901.07884.
 */
final class LevelHead extends FusedHead {

  private final @Nullable Mlp hidden;
  private final Nonlinearity activation;
  private final double dropout;
  private final Linear score;
  private final Parameter offsets;

  LevelHead(int width, MlpHead.Layers layers, int levels) {
    activation = layers.activation();
    dropout = layers.dropout();
    List<Integer> sizes = new ArrayList<>(List.of(width));
    sizes.addAll(layers.hidden());
    hidden = sizes.size() > 1 ? child("mlp", new Mlp(sizes, activation, dropout)) : null;
    score = child("score", new Linear(sizes.get(sizes.size() - 1), 1, false));
    offsets = parameter("offsets", falling(levels), levels);
  }

  /** From 1 down, as in the authors' library: the higher the level, the fewer are above it. */
  private static Init falling(int levels) {
    return (values, random) -> {
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) (levels - k) / levels;
      }
    };
  }

  @Override
  public NDList predict(Encoding fused, boolean training) {
    // A sample without any input has no fused vector; zeros keep it finite.
    NDArray x = Tensors.orZeros(fused.present(), fused.requirePooled());
    if (hidden != null) {
      x = Tensors.dropout(activation.apply(hidden.apply(x, training)), dropout, training);
    }
    return new NDList(score.apply(x).add(offsets.getArray()));
  }
}
