package dev.braid.core.experiment;

import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.TrainingListener;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time from one step to the next. The first steps of a process, in which Java still
 * compiles and the engine fills its pools, do not count, and neither does the first step of an
 * epoch, before which an evaluation may have been.
 */
final class StepClock implements TrainingListener {

  private static final int WARM_UP = 5;

  private final TrainingListener listener;
  private double[] milliseconds = new double[256];
  private int count;
  private int seen;
  private int epoch;
  private long last;

  /** Everything goes on to the listener. */
  StepClock(TrainingListener listener) {
    this.listener = listener;
  }

  /** The median of milliseconds per sample, or null where no step counts. */
  @Nullable Double median() {
    if (count == 0) {
      return null;
    }
    double[] sorted = Arrays.copyOf(milliseconds, count);
    Arrays.sort(sorted);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    long now = System.nanoTime();
    if (++seen > WARM_UP && epoch == this.epoch) {
      if (count == milliseconds.length) {
        milliseconds = Arrays.copyOf(milliseconds, 2 * count);
      }
      milliseconds[count++] = (now - last) / 1e6 / samples;
    }
    this.epoch = epoch;
    listener.step(epoch, step, update, samples, loss);
    last = System.nanoTime(); // what the listener shows is not training
  }

  @Override
  public void note(String line) {
    listener.note(line);
  }

  @Override
  public void start(RunDirectory run, int epochs, int stepsPerEpoch) {
    listener.start(run, epochs, stepsPerEpoch);
  }

  @Override
  public void epoch(Epoch figures) {
    listener.epoch(figures);
  }
}
