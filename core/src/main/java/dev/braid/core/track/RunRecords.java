package dev.braid.core.track;

import dev.braid.core.run.FileFailure;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A listener with recorders beside it. A recorder that cannot write is named in a note and left out
 * from then on: training is worth more than its curves.
 */
public final class RunRecords implements TrainingListener, AutoCloseable {

  private final TrainingListener listener;
  private final List<Recorder> recorders;

  /** The recorders are closed with this; the listener is not. */
  public RunRecords(TrainingListener listener, Recorder... recorders) {
    this.listener = listener;
    this.recorders = new ArrayList<>(List.of(recorders));
  }

  @Override
  public void note(String line) {
    listener.note(line);
    tell(recorder -> recorder.note(line));
  }

  @Override
  public void start(RunDirectory run, int epochs, int stepsPerEpoch) {
    listener.start(run, epochs, stepsPerEpoch);
    tell(recorder -> recorder.start(run, epochs, stepsPerEpoch));
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    listener.step(epoch, step, update, samples, loss);
    tell(recorder -> recorder.step(epoch, step, update, samples, loss));
  }

  @Override
  public void epoch(Epoch epoch) {
    listener.epoch(epoch);
    tell(recorder -> recorder.epoch(epoch));
  }

  @Override
  public void close() {
    tell(
        recorder -> {
          try {
            recorder.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void tell(Consumer<Recorder> what) {
    for (Recorder recorder : List.copyOf(recorders)) {
      try {
        what.accept(recorder);
      } catch (UncheckedIOException e) {
        recorders.remove(recorder);
        listener.note(
            "%s end here: %s; training goes on".formatted(recorder.name(), FileFailure.reason(e)));
      }
    }
  }
}
