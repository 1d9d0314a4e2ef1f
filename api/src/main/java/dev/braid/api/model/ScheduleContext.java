package dev.braid.api.model;

/**
 * What a schedule is made for.
 *
 * @param steps the updates it runs over, those of warm-up not among them; at least 1
 * @param stepsPerEpoch the updates of an epoch; at least 1
 */
public record ScheduleContext(long steps, long stepsPerEpoch) {}
