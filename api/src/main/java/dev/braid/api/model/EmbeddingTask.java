package dev.braid.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * A task whose model makes vectors of two sides that can be compared: the larger their inner
 * product, the better they go together. A sample may lack one side; the vector of the other is the
 * same as if it had both.
 */
public interface EmbeddingTask extends Task {

  /** The inputs that a side is made of, in the order of the spec; at least one. */
  List<String> inputs(Side side);

  /** The number of values of a vector, the same for both sides. */
  int width();

  /**
   * The vectors of one side.
   *
   * @param outputs of the head, made without targets
   * @return {@code [B, width]}, rows of length 1; zeros where a sample has no input of the side
   */
  NDArray embed(Side side, NDList outputs);
}
