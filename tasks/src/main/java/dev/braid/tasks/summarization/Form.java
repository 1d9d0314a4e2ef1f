package dev.braid.tasks.summarization;

/** What a summary is. */
public enum Form {
  /** A text. */
  TEXT,
  /** Some frames of one input, with the shots around them. */
  KEY_FRAMES
}
