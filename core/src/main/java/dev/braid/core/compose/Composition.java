package dev.braid.core.compose;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.braid.api.data.Reader;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import java.util.Map;

/**
 * The objects of one model, made from a checked spec. Readers and task come first and learn from
 * the train split or from a run directory; only then is {@link #model()} asked for, because the
 * sizes of its first and last layers follow from what they learned.
 */
public final class Composition {

  private final Injector injector;

  /** Creates readers and task; allocates nothing native. */
  public Composition(CheckedSpec spec) {
    injector = Guice.createInjector(Stage.DEVELOPMENT, new ModelModule(spec));
  }

  /** The readers by input name, in the order of the spec. */
  public Map<String, Reader> readers() {
    return injector.getInstance(Key.get(new TypeLiteral<Map<String, Reader>>() {}));
  }

  /** The task. */
  public Task task() {
    return injector.getInstance(Task.class);
  }

  /** The model, built on the first call. */
  public BraidModel model() {
    return injector.getInstance(BraidModel.class);
  }
}
