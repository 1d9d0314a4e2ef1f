package dev.braid.core.schedule;

import dev.braid.api.Option;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;

/**
 * {@code end + (1 - end) (1 + cos(π t / steps)) / 2}: torch.optim.lr_scheduler.CosineAnnealingLR
 * with T_max the number of updates and eta_min {@code end} times the learning rate; Loshchilov and
 * Hutter 2017, without restarts.
 */
public final class Cosine implements ScheduleFactory<Cosine.Options> {

  /** Options of {@code cosine}. */
  public record Options(
      @Option(value = "factor after the last update", byDefault = "0", min = 0, max = 1)
          double end) {}

  @Override
  public String type() {
    return "cosine";
  }

  @Override
  public String description() {
    return "from 1 to `end` along half a cosine (Loshchilov and Hutter 2017, torch CosineAnnealingLR)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    return step ->
        between(1, options.end(), Math.min(step, context.steps()) / (double) context.steps());
  }

  /** The value at a share of the way from one value to another along half a cosine. */
  static double between(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  }
}
