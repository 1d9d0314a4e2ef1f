package dev.braid.api;

import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;

/**
 * Makes a schedule of the learning rate. Every schedule may have a warm-up in front, by the options
 * {@code warmup_steps} and {@code warmup}, which are not its own.
 */
public interface ScheduleFactory<O extends Record> extends PartFactory<O> {

  /** Whether it follows the measure of the validation split and cannot do without one. */
  default boolean followsValidation() {
    return false;
  }

  /** Makes a schedule that stands at its start. */
  Schedule create(O options, ScheduleContext context);
}
