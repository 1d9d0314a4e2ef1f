package dev.braid.api.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.InputBatch;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way through the model, as a head sees it. Encodings are made when they are first
 * asked for and kept. Everything belongs to {@link #manager()}.
 */
public interface ModelPass {

  /** Whether the model is being trained: dropout acts, and gradients are wanted. */
  boolean training();

  /**
   * Whether the validation split is measured while training goes on. A head that has a cheap way to
   * decode beside a dear one takes the cheap one then.
   */
  default boolean validation() {
    return false;
  }

  /** The number of samples of the batch. */
  int samples();

  /** What new arrays belong to. */
  NDManager manager();

  /**
   * The source of choices such as masked words: in training it follows from the seed and the step,
   * otherwise from the number of the batch, so that the same batch is always measured alike.
   */
  RandomGenerator random();

  /** The task's targets for the batch; null where samples without targets are predicted. */
  @Nullable NDList targets();

  /** What the reader made of an input, one row a sample. */
  InputBatch features(String input);

  /**
   * An input's encoding, one row a sample. It has the forms that were asked for: the fusion
   * operator's where the input is fused, and that of {@link Intake#alone()}.
   */
  Encoding encoding(String input);

  /** What the input's encoder makes of other features, such as words with some of them masked. */
  Encoding encode(String input, InputBatch features);

  /**
   * The fusion operator on these encodings, in the form of {@link Head#wants()}.
   *
   * @param encodings of all inputs in {@link Intake#fused()}, such as {@link Encoding#rows} of them
   */
  Encoding fuse(Map<String, Encoding> encodings);

  /** The fusion operator on the encodings of the batch, in the form of {@link Head#wants()}. */
  Encoding fused();
}
