package dev.braid.core.compare;

import dev.braid.core.experiment.RunCost;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final String measure;
  private final ComparisonListener listener;
  private final CompletableFuture<Object> stopped = new CompletableFuture<>();
  private final List<TrialProcess> running = new ArrayList<>();
  private final List<Double> durations = new ArrayList<>();
  private int ended;
  private int known;

  TrialRunner(
      ComparisonDirectory directory,
      TrialCommand command,
      Jobs jobs,
      int threads,
      String measure,
      ComparisonListener listener) {
    this.directory = directory;
    this.command = command;
    this.jobs = jobs;
    this.threads = threads;
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

  /** The results in the order of the trials; finished ones of an earlier start are taken over. */
  List<TrialResult> run(List<Trial> trials)
      throws IOException, SpecException, InterruptedException {
    Map<String, TrialResult> results = new LinkedHashMap<>();
    Deque<Trial> waiting = new ArrayDeque<>();
    known += trials.size();
    for (Trial trial : trials) {
      TrialProcess.awaitEarlier(directory, trial);
      Path run = directory.run(trial);
      if (run != null && RunCost.in(run)) {
        TrialResult result = TrialResult.finished(trial, run);
        jobs.peak(cost(result));
        results.put(trial.id(), result);
        ended++;
      } else {
        results.put(trial.id(), TrialResult.open(trial, run));
        waiting.add(trial);
      }
    }
    if (!results.isEmpty() && waiting.size() < trials.size()) {
      listener.note(
          "%d of %d trials were finished already"
              .formatted(trials.size() - waiting.size(), trials.size()));
    }
    try {
      while (!running.isEmpty() || (!waiting.isEmpty() && !isStopped())) {
        while (!isStopped() && !waiting.isEmpty() && running.size() < jobs.now()) {
          Trial trial = waiting.remove();
          running.add(TrialProcess.start(directory, trial, threads, command, half(trial)));
        }
        awaitOne();
        for (TrialProcess one : List.copyOf(running)) {
          if (!one.process().isAlive()) {
            running.remove(one);
            TrialResult result = one.result(isStopped());
            results.put(one.trial().id(), result);
            report(one, result, waiting.size());
          }
        }
      }
    } finally {
      running.forEach(one -> one.process().destroy());
    }
    return List.copyOf(results.values());
  }

  /** A stopped run to go on with; one that failed begins anew. */
  private @Nullable Path half(Trial trial) throws IOException {
    Path run = directory.run(trial);
    boolean failed = Files.exists(directory.trial(trial).resolve("failed"));
    return run != null && !failed && Files.exists(run.resolve("spec.yaml")) ? run : null;
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

  private void report(TrialProcess process, TrialResult result, int waiting) {
    if (result.status() == Leaderboard.Status.OPEN) {
      return;
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
