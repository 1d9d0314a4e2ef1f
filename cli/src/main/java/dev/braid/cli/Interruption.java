package dev.braid.cli;

import java.util.concurrent.CountDownLatch;

/** Ctrl-C ends what is at work in good order, and then the process. */
final class Interruption {

  private final Thread hook;
  private final CountDownLatch shown = new CountDownLatch(1);

  private Interruption(Stoppable work, Runnable note) {
    hook =
        new Thread(
            () -> {
              note.run();
              try {
                work.stop();
                shown.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Can be told to stop, and is usable again when the call returns. */
  @FunctionalInterface
  interface Stoppable {
    void stop() throws InterruptedException;
  }

  /**
   * Waits for Ctrl-C from here on.
   *
   * @param note says that it was heard
   */
  static Interruption of(Stoppable work, Runnable note) {
    Interruption interruption = new Interruption(work, note);
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
