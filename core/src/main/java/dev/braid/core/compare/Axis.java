package dev.braid.core.compare;

import dev.braid.core.spec.Node;
import dev.braid.core.spec.Position;
import java.util.List;

/** A key of the spec that varies, and what it may be. */
public sealed interface Axis {

  /** Dotted, such as {@code training.batch}. */
  String key();

  /** Where it was written. */
  Position position();

  /** One of some values. */
  record Choice(String key, Position position, List<Node> values) implements Axis {}

  /**
   * A number between two.
   *
   * @param log whether its logarithm is drawn uniformly, instead of itself
   * @param whole whether it is a whole number
   */
  record Range(String key, Position position, double min, double max, boolean log, boolean whole)
      implements Axis {}
}
