package dev.braid.core.data.shapes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What happens in a clip of {@code shape-clips}. */
public enum ClipEvent {
  /** A shape moves and stops. */
  MOVES(
      "the %1$s moves %2$s and stops",
      "the %1$s goes %2$s while the %3$s stays where it is",
      "the %3$s stands still and the %1$s moves %2$s"),
  /** A shape moves until it touches the other. */
  MEETS(
      "the %1$s moves %2$s and meets the %3$s",
      "the %1$s goes %2$s until it touches the %3$s",
      "the %3$s is met by the %1$s, which moves %2$s"),
  /** A shape is gone. */
  VANISHES(
      "the %1$s vanishes and the %3$s stays",
      "only the %3$s is left when the %1$s vanishes", "the %1$s disappears beside the %3$s"),
  /** A shape is there that was not. */
  APPEARS(
      "the %1$s appears beside the %3$s",
      "the %3$s is alone until the %1$s appears", "the %1$s turns up and joins the %3$s");

  private final List<String> wordings;

  /** Wordings name the shape, its direction and the other shape. */
  ClipEvent(String... wordings) {
    this.wordings = List.of(wordings);
  }

  /** Whether a shape moves. */
  boolean moving() {
    return this == MOVES || this == MEETS;
  }

  /** What the shape does, in a question. */
  String verb() {
    return moving() ? MOVES.toString() : toString();
  }

  /** A description, in words drawn at random. */
  String describe(String shape, String direction, String other, Random random) {
    return wordings.get(random.nextInt(wordings.size())).formatted(shape, direction, other);
  }

  /** All as answers. */
  static List<String> answers() {
    return Arrays.stream(values()).map(ClipEvent::toString).sorted().toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
