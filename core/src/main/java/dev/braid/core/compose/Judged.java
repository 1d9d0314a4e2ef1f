package dev.braid.core.compose;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.ModelPass;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A pass in which one input's encoding stands for the fused one, for a head of that input's own.
 *
 * @param fused the encoding of the samples that have the input
 * @param targets of these samples
 * @param choices the seed of choices that the head makes
 */
public record Judged(
    Encoding fused, @Nullable NDList targets, NDManager manager, boolean training, long choices)
    implements ModelPass {

  Judged with(Encoding converted) {
    return new Judged(converted, targets, manager, training, choices);
  }

  @Override
  public int samples() {
    return (int) fused.present().getShape().get(0);
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(choices);
  }

  @Override
  public InputBatch features(String input) {
    throw onlyFused();
  }

  @Override
  public Encoding encoding(String input) {
    throw onlyFused();
  }

  @Override
  public Encoding encode(String input, InputBatch features) {
    throw onlyFused();
  }

  @Override
  public Encoding fuse(Map<String, Encoding> encodings) {
    throw onlyFused();
  }

  private static IllegalStateException onlyFused() {
    return new IllegalStateException("an input's own head has one encoding, as its intake said");
  }
}
