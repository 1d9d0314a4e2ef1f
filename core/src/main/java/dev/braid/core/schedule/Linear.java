package dev.braid.core.schedule;

import dev.braid.api.Option;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;

/**
 * {@code 1 + (end - 1) t / steps}: torch.optim.lr_scheduler.LinearLR with start_factor 1,
 * end_factor {@code end} and as many iterations as there are updates.
 */
public final class Linear implements ScheduleFactory<Linear.Options> {

  /** Options of {@code linear}. */
  public record Options(
      @Option(value = "factor after the last update", byDefault = "0", min = 0, max = 1)
          double end) {}

  @Override
  public String type() {
    return "linear";
  }

  @Override
  public String description() {
    return "from 1 to `end` along a line (torch LinearLR)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    return step ->
        1 + (options.end() - 1) * Math.min(step, context.steps()) / (double) context.steps();
  }
}
