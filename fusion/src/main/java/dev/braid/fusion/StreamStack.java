package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.model.FusionInputs;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The block of operators whose streams pass equal layers, one after the other. */
final class StreamStack extends StreamFusion {

  private final List<StreamLayer> layers;

  /** As its base, with a maker of layers. */
  StreamStack(
      FusionInputs inputs,
      List<String> streams,
      StreamOptions options,
      Combination combine,
      Supplier<StreamLayer> layer) {
    super(inputs, streams, options, combine);
    layers =
        IntStream.range(0, options.layers())
            .mapToObj(i -> child("layers." + i, layer.get()))
            .toList();
  }

  @Override
  PerInput<NDArray> update(
      PerInput<NDArray> tokens,
      PerInput<NDArray> masks,
      PerInput<NDArray> present,
      boolean training) {
    PerInput<NDArray> y = tokens;
    for (StreamLayer layer : layers) {
      y = layer.apply(y, masks, training);
    }
    return y;
  }
}
