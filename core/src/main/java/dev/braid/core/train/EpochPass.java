package dev.braid.core.train;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.data.Batches;
import dev.braid.core.data.ModalityDropout;
import dev.braid.core.data.Order;
import dev.braid.core.data.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one epoch through the train split. Order, sampling, modality dropout and augmentation
 * follow from the seed and the epoch alone, so that an epoch can be taken up at any place.
 */
public final class EpochPass {

  private static final int ORDER = 1;
  private static final int DROPOUT = 4;
  private static final int AUGMENTATION = 21;
  private static final int SAMPLING = 22;

  private EpochPass() {}

  /** The whole pass of an epoch, counted from 1. */
  public static Pass of(
      List<Sample> train, Task task, TrainingOptions options, int epoch, Batches batches)
      throws BadDataException {
    long seed = options.seed();
    return Pass.of(order(train, task, options, epoch), options.batch())
        .without(new ModalityDropout(options.modalityDropout(), Order.seed(seed, DROPOUT, epoch)))
        .augmented(augmentation(options, epoch))
        .skipping(batches.broken("train"));
  }

  /** The seed of an epoch's augmentations. */
  public static long augmentation(TrainingOptions options, int epoch) {
    return Order.seed(options.seed(), AUGMENTATION, epoch);
  }

  /**
   * The order that an epoch takes the samples in: as many as there are, also where some of them are
   * never drawn.
   */
  public static List<Sample> order(
      List<Sample> train, Task task, TrainingOptions options, int epoch) throws BadDataException {
    long seed = Order.seed(options.seed(), ORDER, epoch);
    if (options.classBalance() != ClassBalance.SAMPLER) {
      return Order.shuffled(train, options.groupBy(), seed);
    }
    List<Sample> choosable = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (Sample sample : train) {
      String one = task.classOf(sample);
      if (one != null) {
        choosable.add(sample);
        classes.add(one);
      }
    }
    long draws = Order.seed(options.seed(), SAMPLING, epoch);
    List<Sample> drawn = Order.balanced(choosable, classes, train.size(), draws);
    // What was drawn is in random order; a sample's copies need not follow each other.
    return options.groupBy() == null ? drawn : Order.shuffled(drawn, options.groupBy(), seed);
  }
}
