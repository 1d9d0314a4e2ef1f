package dev.braid.core.data;

import dev.braid.api.data.Sample;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Drops whole inputs from samples in training, each with its own probability, so that a model
 * learns to do without them (Neverova et al. 2016, "ModDrop"). A sample that had any input keeps at
 * least one: where all would be dropped, one of them is kept at random. What is dropped follows
 * from seed and sample alone, not from order, batches or threads.
 *
 * @param rates probability by input name; an input without one is never dropped
 * @param seed one for each epoch
 */
public record ModalityDropout(Map<String, Double> rates, long seed) implements Removal {

  @Override
  public Set<String> from(Sample sample, Set<String> present) {
    Set<String> dropped = new TreeSet<>();
    if (rates.isEmpty()) {
      return dropped;
    }
    List<String> names = present.stream().sorted().toList();
    Random random = new Random(Order.seed(seed, sample.id().hashCode()));
    for (String name : names) {
      if (random.nextDouble() < rates.getOrDefault(name, 0.0)) {
        dropped.add(name);
      }
    }
    if (!names.isEmpty() && dropped.size() == names.size()) {
      dropped.remove(names.get(random.nextInt(names.size())));
    }
    return dropped;
  }
}
