package dev.braid.core.data;

/**
 * A sample that cannot be used.
 *
 * @param sample its id
 * @param input the input that cannot be read, or {@code target}
 * @param reason what is wrong, for people
 */
public record BrokenSample(String sample, String input, String reason) {}
