package dev.braid.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is learned from the fused encoding. A task learns its labels from the train split, makes the
 * head, the targets and the loss, measures, and decodes outputs for people. What it learned is
 * saved in the run directory.
 */
public interface Task {

  /** Learns from the train split and nothing else, such as the list of answers. */
  void fit(List<Sample> train) throws BadDataException;

  /**
   * The class of a sample, for a balanced order of the train split; known before {@link #fit}. Once
   * the task has learned, null where the class cannot be chosen: such a sample teaches nothing and
   * is not drawn.
   *
   * @throws BadDataException if the sample lacks its target or has one that cannot be used
   */
  default @Nullable String classOf(Sample sample) throws BadDataException {
    throw new UnsupportedOperationException("samples of this task have no class");
  }

  /**
   * Whether the target of a sample can be used; known before {@link #fit}.
   *
   * @throws BadDataException if not, naming the sample
   */
  default void check(Sample sample) throws BadDataException {}

  /** The head, once {@link #fit} or {@link #load} was called. */
  Head head(HeadContext context);

  /**
   * The targets of a batch.
   *
   * @throws BadDataException if a sample lacks its target or has one that cannot be used in
   *     training
   */
  NDList targets(List<Sample> samples, boolean training, NDManager manager) throws BadDataException;

  /** The loss of a batch, a scalar: the mean over its samples. */
  NDArray loss(NDList outputs, NDList targets);

  /**
   * Whether the loss compares the samples of a batch with each other, so that it is not a mean of
   * theirs. With {@code training.accumulate} it is then taken over all batches of an update
   * together, by cached gradients (Gao et al. 2021, arXiv:2101.06983).
   *
   * @see #join
   */
  default boolean acrossSamples() {
    return false;
  }

  /**
   * The outputs of several batches as those of one, for a loss {@link #acrossSamples()}. The loss
   * may depend on parameters through outputs alone. By default every array is joined along its
   * first dimension.
   *
   * @param outputs of each batch, at least one
   */
  default NDList join(List<NDList> outputs) {
    NDList joined = new NDList();
    for (int i = 0; i < outputs.get(0).size(); i++) {
      NDList pieces = new NDList();
      for (NDList one : outputs) {
        pieces.add(one.get(i));
      }
      joined.add(NDArrays.concat(pieces, 0));
    }
    return joined;
  }

  /**
   * How much the loss of a batch counts where several batches make one mean: the number of samples,
   * or the sum of their weights where the loss is a weighted mean.
   *
   * @param targets as {@link #targets} made them
   */
  default double weight(List<Sample> samples, NDList targets) {
    return samples.size();
  }

  /** A fresh accumulator of measures. */
  Evaluation evaluation();

  /** What the outputs mean, the best first for each sample. */
  List<List<Prediction>> decode(NDList outputs, int top);

  /**
   * A value of the column that the task predicts, named as {@link #decode} names it: the prediction
   * that is right. A value that cannot be used is its own text. Null where no single prediction is
   * right or wrong, as with numbers; then no sample is judged by its first prediction.
   */
  default @Nullable String label(Object target) {
    return target.toString();
  }

  /** The measure that the best checkpoint is chosen by, a key of {@link Evaluation#result()}. */
  String primaryMetric();

  /** Whether a larger {@link #primaryMetric()} is better. */
  boolean higherIsBetter();

  /** Writes what it learned into an empty folder of its own. */
  void save(Path folder) throws IOException;

  /** Reads what {@link #save} wrote. */
  void load(Path folder) throws IOException;

  /**
   * One decoded output.
   *
   * @param label such as an answer
   * @param probability from 0 to 1
   */
  record Prediction(String label, double probability) {}
}
