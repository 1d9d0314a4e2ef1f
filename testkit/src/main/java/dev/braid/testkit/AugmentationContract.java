package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.core.data.Order;
import dev.braid.core.parts.PartKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every augmentation must do. Extend it with a class that gives the factory, its options and
 * features as a reader yields them.
 *
 * @param <O> the augmentation's options
 */
public abstract class AugmentationContract<O extends Record> extends PartContract<O> {

  private static final int SEEDS = 50;

  @Override
  protected abstract AugmentationFactory<O> factory();

  /** What a reader says of its features. */
  protected abstract AugmentationContext context();

  /** Three or more features of that reader, the smallest and odd ones among them. */
  protected abstract List<Feature> features();

  @Override
  final PartKind kind() {
    return PartKind.AUGMENTATION;
  }

  private List<Feature> changed(Augmentation augmentation, int seed) {
    List<Feature> changed = new ArrayList<>();
    for (Feature feature : features()) {
      changed.add(augmentation.apply(feature, random(seed)));
    }
    return changed;
  }

  /** Seeds that follow each other begin with nearly the same numbers. */
  private static Random random(int seed) {
    return new Random(Order.seed(7, seed));
  }

  private Augmentation create() {
    return factory().create(options(), context());
  }

  private static void assertSame(String what, List<Feature> actual, List<Feature> expected) {
    assertThat(actual).as(what).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void itKeepsKindAndShape() {
    FeatureSpec spec = context().features();
    Augmentation augmentation = create();
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Feature> changed = changed(augmentation, seed);
      for (int i = 0; i < changed.size(); i++) {
        Feature before = features().get(i);
        Feature after = changed.get(i);
        assertThat(after).as("kind").hasSameClassAs(before);
        if (after instanceof Feature.Ids ids) {
          assertThat(ids.values()).as("ids").isNotEmpty();
          assertThat(Arrays.stream(ids.values()))
              .as("ids, classes of the reader")
              .allMatch(id -> id >= 0 && id < spec.classes());
        } else {
          assertThat(shape(after)).as("shape").containsExactly(shape(before));
          assertThat(size(after)).as("number of values").isEqualTo(size(before));
        }
      }
    }
  }

  @Test
  void idsThatAreNoWordsStayInTheirOrder() {
    Augmentation augmentation = create();
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Feature> changed = changed(augmentation, seed);
      for (int i = 0; i < changed.size(); i++) {
        assertThat(fixed(changed.get(i))).as("special ids").isEqualTo(fixed(features().get(i)));
      }
    }
  }

  @Test
  void theSameChanceChangesTheSameWay() {
    Augmentation augmentation = create();
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Feature> first = changed(augmentation, seed);
      assertSame("changed again", changed(augmentation, seed), first);
      assertSame("changed by another", changed(create(), seed), first);
    }
  }

  @Test
  void anotherChanceChangesAnotherWay() {
    Augmentation augmentation = create();
    List<String> all = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      all.add(text(changed(augmentation, seed)));
    }
    assertThat(all.stream().distinct().count())
        .as("different results of %d seeds", SEEDS)
        .isGreaterThan(1);
  }

  @Test
  void whatItIsGivenStaysAsItIs() {
    Augmentation augmentation = create();
    List<Feature> given = features();
    for (int seed = 0; seed < SEEDS; seed++) {
      for (Feature feature : given) {
        augmentation.apply(feature, random(seed));
      }
    }
    assertSame("given features", given, features());
  }

  @Test
  void severalThreadsChangeTheSame() throws Exception {
    Augmentation augmentation = create();
    Callable<List<List<Feature>>> often =
        () -> {
          List<List<Feature>> rounds = new ArrayList<>();
          for (int seed = 0; seed < SEEDS; seed++) {
            rounds.add(changed(augmentation, seed));
          }
          return rounds;
        };
    List<List<Feature>> expected = often.call();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<List<List<Feature>>> future :
          threads.invokeAll(List.of(often, often, often, often))) {
        List<List<Feature>> rounds = future.get();
        for (int seed = 0; seed < SEEDS; seed++) {
          assertSame("changed by several threads", rounds.get(seed), expected.get(seed));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Integer> fixed(Feature feature) {
    return feature instanceof Feature.Ids ids
        ? Arrays.stream(ids.values())
            .boxed()
            .filter(id -> context().special().fixed().contains(id))
            .toList()
        : List.of();
  }

  private static long[] shape(Feature feature) {
    return feature instanceof Feature.Bytes bytes
        ? bytes.shape()
        : ((Feature.Floats) feature).shape();
  }

  private static int size(Feature feature) {
    return feature instanceof Feature.Bytes bytes
        ? bytes.values().length
        : ((Feature.Floats) feature).values().length;
  }

  private static String text(List<Feature> features) {
    StringBuilder text = new StringBuilder();
    for (Feature feature : features) {
      text.append(
          feature instanceof Feature.Ids ids
              ? Arrays.toString(ids.values())
              : feature instanceof Feature.Bytes bytes
                  ? Arrays.toString(bytes.values())
                  : Arrays.toString(((Feature.Floats) feature).values()));
    }
    return text.toString();
  }
}
