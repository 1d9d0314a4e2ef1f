package dev.braid.core.report;

/** A figure in large type, with what it is above and more about it below. */
public record Tile(String name, String value, String detail) {}
