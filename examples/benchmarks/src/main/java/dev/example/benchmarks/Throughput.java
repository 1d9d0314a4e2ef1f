package dev.example.benchmarks;

import dev.braid.core.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;

/**
 * Samples per second of training steps alone: {@code Throughput SPEC STEPS [key=value …]} makes as
 * many steps to warm up and then measures as many. Loading, evaluation and checkpoints are not in
 * the figure.
 */
public final class Throughput implements TrainingListener {

  private final int steps;
  private int done;
  private long begin;
  private long end;
  private long samples;

  private Throughput(int steps) {
    this.steps = steps;
  }

  /** Measures and prints one number. */
  public static void main(String[] arguments) throws Exception {
    Path spec = Path.of(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    List<String> overrides = List.of(arguments).subList(2, arguments.length);
    Throughput throughput = new Throughput(steps);
    try (Scratch scratch = Scratch.create();
        Rig rig = Rig.open(spec, 2 * steps, overrides, scratch.path())) {
      rig.train(throughput);
    }
    if (throughput.done < 2 * steps) {
      throw new IllegalStateException("the data ended after %d steps".formatted(throughput.done));
    }
    System.out.printf("%.1f%n", throughput.samples * 1e9 / (throughput.end - throughput.begin));
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    done++;
    if (done == steps) {
      begin = System.nanoTime();
    } else if (done > steps) {
      this.samples += samples;
      end = System.nanoTime();
    }
  }
}
