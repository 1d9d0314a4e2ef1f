package dev.braid.api;

/**
 * What every kind of part has: a type name for specs, one line of description and a record of
 * options.
 *
 * @param <O> the options: a record whose components carry {@link Option}
 */
public interface PartFactory<O extends Record> {

  /** The kebab-case name that specs use, such as {@code cross-attention}. */
  String type();

  /** One line, without a full stop at the end, for {@code braid parts}. */
  String description();

  /** The record class of the options. */
  Class<O> options();

  /**
   * Reports what bounds on single options cannot express, such as "width must be a multiple of
   * heads". Must not allocate tensors.
   */
  default void check(O options, Problems problems) {}
}
