package dev.braid.core.compare;

import dev.braid.core.experiment.RunCost;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs trials, as many at once as fit; one that fails does not stop the others. */
final class TrialRunner {

  private static final long PATIENCE_MINUTES = 5;

  private final ComparisonDirectory directory;
  private final TrialCommand command;
  private final Jobs jobs;
  private final int threads;
  private final EarlierRuns earlier;
  private final String measure;
  private final ComparisonListener listener;
  private final CompletableFuture<Object> stopped = new CompletableFuture<>();
  private final List<TrialProcess> running = new ArrayList<>();
  private final List<Double> durations = new ArrayList<>();
  private final Set<String> again = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private int ended;
  private int known;

  TrialRunner(
      ComparisonDirectory directory,
      TrialCommand command,
      Jobs jobs,
      EarlierRuns earlier,
      String measure,
      ComparisonListener listener) {
    this.directory = directory;
    this.command = command;
    this.jobs = jobs;
    this.threads = earlier.threads();
    this.earlier = earlier;
    this.measure = measure;
    this.listener = listener;
  }

  /** Asks for an end: running trials write a checkpoint, no more are begun. Any thread may. */
  void stop() {
    stopped.complete(true);
  }

  boolean isStopped() {
    return stopped.isDone();
  }

  /** What the leaderboard should say of how the trials were made. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * The results in the order of the trials; finished ones of an earlier start are taken over,
   * unless they would come out otherwise now.
   */
  List<TrialResult> run(List<Trial> trials)
      throws IOException, SpecException, InterruptedException {
    Map<String, TrialResult> results = new LinkedHashMap<>();
    Deque<Trial> waiting = new ArrayDeque<>();
    known += trials.size();
    int before = ended;
    for (Trial trial : trials) {
      boolean gone = LeftBehind.gone(directory.trial(trial));
      Path run = directory.run(trial);
      if (run != null && RunCost.in(run) && same(trial, run)) {
        TrialResult result = TrialResult.finished(trial, run);
        jobs.peak(cost(result));
        results.put(trial.id(), result);
        ended++;
        continue;
      }
      results.put(trial.id(), TrialResult.open(trial, run));
      if (!gone || (run != null && LeftBehind.locked(run))) {
        listener.note(atWork(trial));
      } else {
        waiting.add(trial);
      }
    }
    if (ended > before) {
      listener.note(
          "%d of %d trials were finished already".formatted(ended - before, trials.size()));
    }
    try {
      while (!running.isEmpty() || (!waiting.isEmpty() && !isStopped())) {
        while (!isStopped() && !waiting.isEmpty() && starts(waiting.element())) {
          Trial trial = waiting.remove();
          running.add(TrialProcess.start(directory, trial, threads, command, half(trial)));
        }
        awaitOne();
        for (TrialProcess one : List.copyOf(running)) {
          if (!one.process().isAlive()) {
            TrialResult result = one.result(isStopped());
            boolean retried = retried(one, result);
            running.remove(one);
            if (retried) {
              waiting.add(one.trial());
            } else {
              results.put(one.trial().id(), result);
              report(one, result, waiting.size());
            }
          }
        }
      }
    } finally {
      running.forEach(one -> one.process().destroy());
    }
    return List.copyOf(results.values());
  }

  private static String atWork(Trial trial) {
    return "%s is at work in another process; the same command takes it up once that has ended"
        .formatted(trial.id());
  }

  private static String stopped(Trial trial) {
    return "%s was stopped before its end; the same command goes on with it".formatted(trial.id());
  }

  /** Whether a run of an earlier start is what the trial would make now; a line says where not. */
  private boolean same(Trial trial, Path run) throws IOException, SpecException {
    List<String> differences = earlier.differences(trial, run);
    if (!differences.isEmpty()) {
      listener.note(
          "%s is trained again: %s".formatted(trial.id(), String.join("; ", differences)));
    }
    return differences.isEmpty();
  }

  /** One that was killed for memory runs without others beside it. */
  private boolean starts(Trial next) {
    boolean alone =
        again.contains(next.id())
            || running.stream().anyMatch(one -> again.contains(one.trial().id()));
    return alone ? running.isEmpty() : running.size() < jobs.now();
  }

  /** Whether a trial that was killed is tried once more: memory may have run out for others. */
  private boolean retried(TrialProcess one, TrialResult result) throws IOException {
    if (result.status() != Leaderboard.Status.FAILED
        || !one.killed()
        || !again.add(one.trial().id())) {
      return false;
    }
    jobs.tooMany(running.size());
    Files.deleteIfExists(TrialProcess.failure(directory, one.trial()));
    listener.note(
        "%s was killed, as happens when memory runs out: at most %d at once from now on, and it is tried again alone"
            .formatted(one.trial().id(), jobs.now()));
    return true;
  }

  /** A stopped run to go on with; one that failed, or would come out otherwise, begins anew. */
  private @Nullable Path half(Trial trial) throws IOException, SpecException {
    Path run = directory.run(trial);
    return run != null
            && !RunCost.in(run)
            && !Files.exists(TrialProcess.failure(directory, trial))
            && Files.exists(run.resolve("spec.yaml"))
            && same(trial, run)
        ? run
        : null;
  }

  /** Waits for the end of any process; after a stop, for all of them. */
  private void awaitOne() throws InterruptedException {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    running.forEach(one -> ends.add(one.process().onExit()));
    if (!isStopped()) {
      ends.add(stopped);
      CompletableFuture.anyOf(ends.toArray(CompletableFuture<?>[]::new)).join();
      return;
    }
    running.forEach(one -> one.process().destroy());
    for (TrialProcess one : running) {
      if (!one.process().waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        one.process().destroyForcibly().waitFor();
      }
    }
  }

  private void report(TrialProcess process, TrialResult result, int waiting)
      throws IOException, SpecException {
    if (result.status() == Leaderboard.Status.OPEN) {
      if (!isStopped()) {
        listener.note(process.asked() ? stopped(result.trial()) : atWork(result.trial()));
      }
      return;
    }
    if (result.run() != null
        && result.figures() != null
        && !earlier.agrees(result.trial(), result.run())) {
      notes.add(
          "%s had other data than trials before it; the same command trains again what differs"
              .formatted(result.trial().id()));
    }
    jobs.peak(cost(result));
    ended++;
    durations.add(process.seconds());
    double mean = durations.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double left = (waiting + running.size() / 2.0) * mean / jobs.now();
    listener.trial(
        new ComparisonListener.Ended(
            ended,
            known,
            result.trial().id(),
            measure,
            result.validation(measure),
            result.test(measure),
            result.error(),
            process.seconds(),
            left));
  }

  private static @Nullable Double cost(TrialResult result) {
    return result.figures() == null ? null : result.figures().cost().peakMemoryMib();
  }
}
