package dev.braid.testkit.faulty;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.AugmentationFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.SpecialIds;
import dev.braid.testkit.AugmentationContract;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Replaces a word by another, with one fault. */
final class FaultyAugmentation implements AugmentationFactory<FaultyAugmentation.Options> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    NO_SUCH_CLASS("itKeepsKindAndShape"),
    LOSES_A_SEPARATOR("idsThatAreNoWordsStayInTheirOrder"),
    COUNTS("theSameChanceChangesTheSameWay", "severalThreadsChangeTheSame"),
    NEVER_CHANGES("anotherChanceChangesAnotherWay"),
    IN_PLACE("whatItIsGivenStaysAsItIs"),
    BOUND_TO_A_THREAD("severalThreadsChangeTheSame");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends AugmentationContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected AugmentationFactory<Options> factory() {
      return new FaultyAugmentation();
    }

    @Override
    protected Options options() {
      return new Options(fault);
    }

    @Override
    protected AugmentationContext context() {
      return new AugmentationContext(
          new FeatureSpec(new Shape(-1), 10), new SpecialIds(Set.of(2), 1));
    }

    @Override
    protected List<Feature> features() {
      return List.of(
          new Feature.Ids(new int[] {3, 4, 2, 5}),
          new Feature.Ids(new int[] {5, 6, 2, 7}),
          new Feature.Ids(new int[] {8}));
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "augmentation with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public Augmentation create(Options options, AugmentationContext context) {
    Thread maker = Thread.currentThread();
    AtomicInteger calls = new AtomicInteger();
    return (feature, random) ->
        change(options.fault(), (Feature.Ids) feature, random, maker, calls.getAndIncrement());
  }

  private static Feature change(
      Fault fault, Feature.Ids feature, RandomGenerator random, Thread maker, int call) {
    int[] ids = fault == Fault.IN_PLACE ? feature.values() : feature.values().clone();
    ids[0] = 3 + random.nextInt(7);
    switch (fault) {
      case NO_SUCH_CLASS -> ids[0] += 7;
      case LOSES_A_SEPARATOR -> Arrays.setAll(ids, t -> ids[t] == 2 ? 1 : ids[t]);
      case COUNTS -> ids[0] = 3 + call % 7;
      case NEVER_CHANGES -> ids[0] = 3;
      case BOUND_TO_A_THREAD -> ids[0] = Thread.currentThread() == maker ? ids[0] : 1;
      default -> {}
    }
    return new Feature.Ids(ids);
  }
}
