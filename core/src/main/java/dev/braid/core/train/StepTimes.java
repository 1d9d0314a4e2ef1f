package dev.braid.core.train;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Where the time of an epoch went, in this process. */
final class StepTimes {

  /** What the training thread is at. */
  enum Phase {
    /** Waiting for a batch. */
    WAIT,
    /** From a batch to its loss. */
    FORWARD,
    /** From the loss to the gradients. */
    BACKWARD,
    /** From the gradients to new values. */
    UPDATE,
    /** Measuring on the validation split. */
    VALIDATION
  }

  private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
  private final long begin = System.nanoTime();
  private long mark = begin;
  private long samples;

  /** A stretch of time begins here that belongs to no phase before it. */
  void mark() {
    mark = System.nanoTime();
  }

  /** What was done since the last call belongs to this phase. */
  void spent(Phase phase) {
    long now = System.nanoTime();
    spent.merge(phase, now - mark, Long::sum);
    mark = now;
  }

  void samples(int count) {
    samples += count;
  }

  /** Seconds since the epoch began in this process, without validation. */
  double seconds() {
    return (System.nanoTime() - begin - spent.getOrDefault(Phase.VALIDATION, 0L)) / 1e9;
  }

  double samplesPerSecond(double seconds) {
    return samples / seconds;
  }

  /** Adds {@code wait_seconds}, {@code forward_seconds} and so on. */
  void addTo(Map<String, Object> line) {
    for (Phase phase : Phase.values()) {
      line.put(
          phase.name().toLowerCase(Locale.ROOT) + "_seconds", spent.getOrDefault(phase, 0L) / 1e9);
    }
  }
}
