package dev.braid.api.model;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import java.util.List;
import java.util.Map;

/** Accumulates measures over batches. */
public interface Evaluation {

  /**
   * Adds a batch.
   *
   * @param loss of the batch, its mean
   */
  void add(NDList outputs, NDList targets, List<Sample> samples, double loss);

  /** The measures by name, the most telling first, such as {@code accuracy}. */
  Map<String, Double> result();

  /** Larger results for reports, such as a confusion matrix: maps, lists, strings and numbers. */
  default Map<String, Object> details() {
    return Map.of();
  }
}
