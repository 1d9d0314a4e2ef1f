package dev.braid.cli;

import dev.braid.core.experiment.Experiment;
import java.util.concurrent.CountDownLatch;

/** Ctrl-C ends the running step, writes a checkpoint and then ends the process. */
final class Interruption {

  private final Thread hook;
  private final CountDownLatch shown = new CountDownLatch(1);

  private Interruption(Experiment experiment, TrainingView view) {
    hook =
        new Thread(
            () -> {
              view.note("stopping after this step …");
              try {
                experiment.stop();
                shown.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Waits for Ctrl-C from here on. */
  static Interruption of(Experiment experiment, TrainingView view) {
    Interruption interruption = new Interruption(experiment, view);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the process is ending: then the hook runs and waits until {@link #over}. */
  boolean ending() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Everything is shown; a process that is ending may end. */
  void over() {
    ending();
    shown.countDown();
  }
}
