package dev.braid.core.data;

import dev.braid.api.data.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The order of samples and the cut between train and validation: both follow from a seed alone, so
 * a run can be repeated or taken up in the middle of an epoch.
 */
public final class Order {

  private Order() {}

  /** A seed that differs with every argument, the same on every machine. */
  public static long seed(long seed, long... parts) {
    long hash = seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
    for (long part : parts) {
      hash = (hash ^ part) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /**
   * Shuffles. Samples of one group stay together, in shuffled groups and shuffled within.
   *
   * @param groupBy the column of the group, or null
   */
  public static List<Sample> shuffled(List<Sample> samples, @Nullable String groupBy, long seed) {
    Random random = new Random(seed);
    List<List<Sample>> groups = groups(samples, groupBy);
    Collections.shuffle(groups, random);
    List<Sample> order = new ArrayList<>(samples.size());
    for (List<Sample> group : groups) {
      Collections.shuffle(group, random);
      order.addAll(group);
    }
    return order;
  }

  /**
   * Samples drawn with replacement so that every class is as likely, however rare it is.
   *
   * @param classes one a sample
   * @param count how many are drawn
   */
  public static List<Sample> balanced(
      List<Sample> samples, List<String> classes, int count, long seed) {
    Map<String, List<Sample>> byClass = new LinkedHashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      byClass.computeIfAbsent(classes.get(i), key -> new ArrayList<>()).add(samples.get(i));
    }
    List<List<Sample>> all = List.copyOf(byClass.values());
    Random random = new Random(seed);
    List<Sample> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<Sample> one = all.get(random.nextInt(all.size()));
      drawn.add(one.get(random.nextInt(one.size())));
    }
    return drawn;
  }

  /**
   * Cuts a fraction off for validation. Samples of one group go to one side.
   *
   * @return what is left, then what was cut off, each in the given order
   */
  public static List<List<Sample>> cut(
      List<Sample> samples, double fraction, @Nullable String groupBy, long seed) {
    List<List<Sample>> groups = groups(samples, groupBy);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    long wanted = Math.round(samples.size() * fraction);
    boolean[] taken = new boolean[groups.size()];
    long count = 0;
    for (int i = 0; i < order.size() && count < wanted; i++) {
      taken[order.get(i)] = true;
      count += groups.get(order.get(i)).size();
    }
    List<Sample> left = new ArrayList<>();
    List<Sample> cut = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      (taken[i] ? cut : left).addAll(groups.get(i));
    }
    return List.of(left, cut);
  }

  private static List<List<Sample>> groups(List<Sample> samples, @Nullable String groupBy) {
    Map<Object, List<Sample>> groups = new LinkedHashMap<>();
    for (Sample sample : samples) {
      Object key = groupBy == null ? null : sample.value(groupBy);
      groups.computeIfAbsent(key == null ? sample : key, k -> new ArrayList<>()).add(sample);
    }
    return new ArrayList<>(groups.values());
  }
}
