package dev.braid.testkit;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader of an input whose values nobody reads, since its encodings are given. */
final class NoReader implements Reader {

  @Override
  public FeatureSpec features() {
    return new FeatureSpec(new Shape(1), 0);
  }

  @Override
  public Feature read(Object value) {
    throw new UnsupportedOperationException("encodings are given");
  }

  @Override
  public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
    throw new UnsupportedOperationException("encodings are given");
  }
}
