package dev.braid.core.data;

import dev.braid.api.data.Sample;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way through some samples.
 *
 * @param samples in order; one may be in it several times
 * @param size of a batch
 * @param start the place in the order where it begins
 * @param removal takes inputs away
 * @param augment the seed of augmentations, or null for none
 * @param broken gets the samples that cannot be read, which are left out; null to fail at them
 */
public record Pass(
    List<Sample> samples,
    int size,
    int start,
    Removal removal,
    @Nullable Long augment,
    @Nullable Consumer<BrokenSample> broken) {

  /** From beginning to end, without changes; fails at a sample that cannot be read. */
  public static Pass of(List<Sample> samples, int size) {
    return new Pass(samples, size, 0, Removal.NONE, null, null);
  }

  /** The same from a place in the order on, such as where a stopped epoch goes on. */
  public Pass from(int place) {
    return new Pass(samples, size, place, removal, augment, broken);
  }

  /** The same with inputs taken away from some samples. */
  public Pass without(Removal inputs) {
    return new Pass(samples, size, start, inputs, augment, broken);
  }

  /** The same with the augmentations of the spec. */
  public Pass augmented(long seed) {
    return new Pass(samples, size, start, removal, seed, broken);
  }

  /** The same without the samples that cannot be read; null fails at them. */
  public Pass skipping(@Nullable Consumer<BrokenSample> sink) {
    return new Pass(samples, size, start, removal, augment, sink);
  }
}
