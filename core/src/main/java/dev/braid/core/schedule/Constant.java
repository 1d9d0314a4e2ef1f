package dev.braid.core.schedule;

import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;

/** Keeps the learning rate as it is. */
public final class Constant implements ScheduleFactory<Constant.Options> {

  /** It has no options. */
  public record Options() {}

  @Override
  public String type() {
    return "constant";
  }

  @Override
  public String description() {
    return "the learning rate stays as it is";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    return step -> 1;
  }
}
