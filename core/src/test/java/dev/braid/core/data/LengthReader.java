package dev.braid.core.data;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Yields the length of a text; makes no tensors. */
final class LengthReader implements Reader {

  @Override
  public FeatureSpec features() {
    return new FeatureSpec(new Shape(1), 100);
  }

  @Override
  public Feature read(Object value) {
    return new Feature.Ids(new int[] {value.toString().length()});
  }

  @Override
  public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
    throw new UnsupportedOperationException();
  }
}
