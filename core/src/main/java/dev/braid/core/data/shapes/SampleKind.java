package dev.braid.core.data.shapes;

/** What a sample of {@code shapes} is. */
public enum SampleKind {
  /** A question about a picture, with its answer. */
  QUESTIONS,
  /** A picture with a text that says everything in it. */
  CAPTIONS
}
