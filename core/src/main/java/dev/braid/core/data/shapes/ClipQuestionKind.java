package dev.braid.core.data.shapes;

/** What a question of {@code shape-clips} is about. */
enum ClipQuestionKind {
  /** What happens? */
  EVENT,
  /** What vanishes? */
  SHAPE,
  /** What colour is the shape that moves? */
  COLOUR,
  /** Which way does it move? */
  DIRECTION,
  /** What is met? */
  PARTNER
}
