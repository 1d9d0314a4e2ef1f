package dev.braid.core.data;

import dev.braid.api.data.Augmentation;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Sample;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What changes the features of a pass at random. The choices follow from the seed, the input and
 * what is changed: for a file its content, so that a picture with several questions is the same
 * picture for all of them, and for any other value the sample's id. They depend neither on the
 * order of samples nor on batches nor on threads.
 *
 * @param steps by input name, in order
 * @param seed one for each epoch
 */
record Augment(Map<String, List<Augmentation>> steps, long seed) {

  /** Changes nothing. */
  static final Augment NONE = new Augment(Map.of(), 0);

  boolean changes(String input) {
    return !steps.getOrDefault(input, List.of()).isEmpty();
  }

  /**
   * What may be shared by the samples of a batch: equal keys give the same features.
   *
   * @param round how often the sample was in the pass before
   */
  Object key(String input, Sample sample, Object value, int round) {
    if (!changes(input)) {
      return value;
    }
    return List.of(value instanceof Path ? value : sample.id(), round);
  }

  Feature apply(String input, Sample sample, Object value, int round, Feature feature) {
    if (!changes(input)) {
      return feature;
    }
    int what = value instanceof Path ? content(feature) : sample.id().hashCode();
    Random random = new Random(Order.seed(seed, input.hashCode(), what, round));
    Feature changed = feature;
    for (Augmentation step : steps.getOrDefault(input, List.of())) {
      changed = step.apply(changed, random);
    }
    return changed;
  }

  private static int content(Feature feature) {
    if (feature instanceof Feature.Ids ids) {
      return Arrays.hashCode(ids.values());
    }
    return feature instanceof Feature.Bytes bytes
        ? Arrays.hashCode(bytes.values())
        : Arrays.hashCode(((Feature.Floats) feature).values());
  }
}
