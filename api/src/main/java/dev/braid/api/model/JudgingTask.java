package dev.braid.api.model;

import ai.djl.ndarray.NDList;

/** A task whose model says how likely it is that the inputs of a sample belong together. */
public interface JudgingTask extends Task {

  /**
   * The probability that the inputs belong together, from 0 to 1, one for each sample.
   *
   * @param outputs of the head, made without targets
   */
  double[] judge(NDList outputs);
}
