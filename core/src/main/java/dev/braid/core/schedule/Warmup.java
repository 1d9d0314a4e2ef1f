package dev.braid.core.schedule;

import dev.braid.api.Option;
import dev.braid.api.model.Schedule;
import java.util.Map;

/**
 * The options that every schedule has beside its own: over the first {@code W} updates the learning
 * rate grows along a line, {@code (t + 1) / (W + 1)} times what the schedule starts with, and only
 * then the schedule begins. That is torch.optim.lr_scheduler.LinearLR with start_factor {@code 1 /
 * (W + 1)} and total_iters {@code W}, put in front by SequentialLR.
 */
public record Warmup(
    @Option(
            value = "updates over which the learning rate grows from near 0, before the schedule",
            byDefault = "0",
            min = 0,
            max = 1e12)
        long warmupSteps,
    @Option(
            value = "the same as a share of all updates, instead of warmup_steps",
            byDefault = "0",
            min = 0,
            max = 0.9)
        double warmup) {

  /** Refuses both at once. */
  public Warmup {
    if (warmupSteps > 0 && warmup > 0) {
      throw new IllegalArgumentException(
          "warmup_steps and warmup say the same thing; leave one of them out");
    }
  }

  /** How many of all updates it takes. */
  public long steps(long total) {
    return warmupSteps > 0 ? warmupSteps : Math.round(warmup * total);
  }

  /** A schedule with so many updates of warm-up in front. */
  public static Schedule before(Schedule schedule, long warmup) {
    return warmup == 0 ? schedule : new Warmed(schedule, warmup);
  }

  private record Warmed(Schedule schedule, long warmup) implements Schedule {

    @Override
    public double factor(long step) {
      return step < warmup
          ? schedule.factor(0) * (step + 1) / (warmup + 1)
          : schedule.factor(step - warmup);
    }

    @Override
    public void measured(double value, boolean higherIsBetter) {
      schedule.measured(value, higherIsBetter);
    }

    @Override
    public Map<String, Object> values() {
      return schedule.values();
    }

    @Override
    public void restore(Map<String, Object> values) {
      schedule.restore(values);
    }
  }
}
