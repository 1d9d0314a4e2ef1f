package dev.braid.tasks.classification;

import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.metrics.RankedScores;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well the probability of each label tells the samples that have it from those that do not. The
 * probabilities of all samples are kept, 4 bytes each.
 */
final class Ranking {

  /** With more labels than this the probabilities would take too much memory. */
  private static final int MOST = 200;

  private final int labels;
  private final List<float[]> probabilities = new ArrayList<>();
  private final List<boolean[]> truths = new ArrayList<>();

  private Ranking(int labels) {
    this.labels = labels;
  }

  /** Of so many labels; null where they are too many. */
  static @Nullable Ranking of(Labels labels) {
    return labels.size() <= MOST ? new Ranking(labels.size()) : null;
  }

  /** Adds a sample. */
  void add(double[] sample, IntPredicate has) {
    float[] kept = new float[labels];
    boolean[] truth = new boolean[labels];
    for (int c = 0; c < labels; c++) {
      kept[c] = (float) sample[c];
      truth[c] = has.test(c);
    }
    probabilities.add(kept);
    truths.add(truth);
  }

  /** The area of one label; empty where all samples have it or none has, or the model diverged. */
  OptionalDouble area(int label) {
    int samples = truths.size();
    double[] scores = new double[samples];
    boolean[] positive = new boolean[samples];
    boolean numbers = true;
    int positives = 0;
    for (int i = 0; i < samples; i++) {
      scores[i] = probabilities.get(i)[label];
      positive[i] = truths.get(i)[label];
      positives += positive[i] ? 1 : 0;
      numbers &= !Double.isNaN(scores[i]);
    }
    return positives == 0 || positives == samples || !numbers
        ? OptionalDouble.empty()
        : OptionalDouble.of(new RankedScores(scores, positive).rocAuc());
  }

  /** The mean over the labels that have one, each label against the rest. */
  OptionalDouble mean() {
    return IntStream.range(0, labels)
        .mapToObj(this::area)
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }
}
