package dev.braid.tasks.labels;

import dev.braid.api.model.Task.Prediction;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** From the probabilities of classes to predictions for people. */
public final class Decoding {

  private Decoding() {}

  /**
   * The most probable classes first.
   *
   * @param probabilities one a class
   * @param names one a class
   * @param top at most so many
   */
  public static List<Prediction> best(double[] probabilities, List<String> names, int top) {
    // The sort is stable, so equal probabilities stay in the order of the classes.
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparing((Integer c) -> -probabilities[c]))
        .limit(top)
        .map(c -> new Prediction(names.get(c), probabilities[c]))
        .toList();
  }
}
