package dev.braid.core.track;

import dev.braid.core.train.TrainingListener;
import java.io.Closeable;
import java.io.IOException;

/**
 * Records a run for another program. What goes wrong in writing it throws as an {@link
 * java.io.UncheckedIOException}.
 */
public interface Recorder extends TrainingListener, Closeable {

  /** What it records, in a message to people: {@code TensorBoard events}. */
  String name();

  @Override
  void close() throws IOException;
}
