package dev.braid.core.check;

import dev.braid.api.ScheduleFactory;
import dev.braid.core.schedule.Warmup;

/**
 * The schedule of a checked spec.
 *
 * @param warmup what goes before it
 */
public record SchedulePlan(Bound<ScheduleFactory<?>> part, Warmup warmup) {}
