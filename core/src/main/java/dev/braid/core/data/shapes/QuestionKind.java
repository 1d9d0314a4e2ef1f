package dev.braid.core.data.shapes;

/** What a question of {@code shapes} is about. */
public enum QuestionKind {
  /** What shape is the red one? */
  SHAPE,
  /** What colour is the circle? */
  COLOUR,
  /** How many circles are there? */
  COUNT,
  /** Is there a red circle? */
  PRESENCE,
  /** Is the circle in the left half? */
  POSITION,
  /** Is the red circle left of the square? */
  RELATION
}
