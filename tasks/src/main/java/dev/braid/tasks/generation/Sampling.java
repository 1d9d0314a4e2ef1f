package dev.braid.tasks.generation;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws a word from {@code softmax(log p / temperature)}, cut to the likeliest: the {@code topK}
 * first (Fan et al. 2018), of these the fewest whose probabilities reach {@code topP} (Holtzman et
 * al. 2019).
 */
record Sampling(double temperature, @Nullable Integer topK, double topP, RandomGenerator random)
    implements Walk.Choice {

  @Override
  public int of(float... logProbabilities) {
    int[] order =
        IntStream.range(0, logProbabilities.length)
            .filter(word -> logProbabilities[word] > Float.NEGATIVE_INFINITY)
            .boxed()
            .sorted(Comparator.comparing((Integer word) -> -logProbabilities[word]))
            .limit(topK == null ? logProbabilities.length : topK)
            .mapToInt(word -> word)
            .toArray();
    if (order.length == 0) {
      return Words.END;
    }
    double[] weights = new double[order.length];
    double total = 0;
    for (int i = 0; i < order.length; i++) {
      double below = logProbabilities[order[i]] - logProbabilities[order[0]];
      weights[i] = Math.exp(below / temperature);
      total += weights[i];
    }
    int kept = 0;
    double sum = 0;
    do {
      sum += weights[kept++];
    } while (kept < order.length && sum < topP * total);
    double at = random.nextDouble() * sum;
    int chosen = 0;
    while (chosen + 1 < kept && at >= weights[chosen]) {
      at -= weights[chosen++];
    }
    return order[chosen];
  }
}
