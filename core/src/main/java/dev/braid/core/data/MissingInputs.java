package dev.braid.core.data;

import dev.braid.api.data.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes an exact fraction of an input away, to measure what a model does without it. Which samples
 * lose it follows from the seed and the input's name: those that lose it at one fraction lose it at
 * every larger one too, and what happens to one input does not depend on the others.
 */
public final class MissingInputs implements Removal {

  private final Map<String, Set<Sample>> without = new LinkedHashMap<>();

  /**
   * Chooses the samples.
   *
   * @param columns by input name, the column of the data
   * @param fractions by input name, from 0 to 1, of those samples that have the input; the number
   *     is rounded
   */
  public MissingInputs(
      List<Sample> samples, Map<String, String> columns, Map<String, Double> fractions, long seed) {
    fractions.forEach(
        (input, fraction) -> {
          String column = columns.get(input);
          if (column == null) {
            throw new IllegalArgumentException("no input '" + input + "' among " + columns);
          }
          List<Sample> having = new ArrayList<>();
          samples.stream().filter(sample -> sample.value(column) != null).forEach(having::add);
          Collections.shuffle(having, new Random(Order.seed(seed, input.hashCode())));
          Set<Sample> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
          chosen.addAll(having.subList(0, (int) Math.round(fraction * having.size())));
          without.put(input, chosen);
        });
  }

  /** By input name, how many samples lose it. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    without.forEach((input, samples) -> counts.put(input, samples.size()));
    return counts;
  }

  @Override
  public Set<String> from(Sample sample, Set<String> present) {
    Set<String> removed = new TreeSet<>();
    without.forEach(
        (input, samples) -> {
          if (samples.contains(sample)) {
            removed.add(input);
          }
        });
    return removed;
  }
}
