package dev.braid.core.schedule;

import dev.braid.api.Option;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;

/**
 * Up to the learning rate of the spec and far down again, both along half a cosine:
 * torch.optim.lr_scheduler.OneCycleLR with max_lr that learning rate, in two phases and without
 * cycling the momentum; Smith and Topin 2019.
 */
public final class OneCycle implements ScheduleFactory<OneCycle.Options> {

  /** Options of {@code one-cycle}. */
  public record Options(
      @Option(value = "share of the updates that go up", byDefault = "0.3", min = 0, max = 1)
          double rise,
      @Option(
              value = "what the learning rate is divided by at the start",
              byDefault = "25",
              min = 1,
              max = 1e9)
          double startDivisor,
      @Option(
              value = "what that of the start is divided by at the end",
              byDefault = "10000",
              min = 1,
              max = 1e9)
          double endDivisor) {}

  @Override
  public String type() {
    return "one-cycle";
  }

  @Override
  public String description() {
    return "up to 1 and down again along half cosines (Smith and Topin 2019, torch OneCycleLR)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    double top = options.rise() * context.steps() - 1;
    double last = context.steps() - 1;
    double start = 1 / options.startDivisor();
    return step -> {
      if (step <= top) {
        return top == 0 ? 1 : Cosine.between(start, 1, step / top);
      }
      double share = Math.min(1, (step - top) / (last - top));
      return Cosine.between(1, start / options.endDivisor(), share);
    };
  }
}
