package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import dev.braid.api.data.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what there is to say when a loss is not a number. */
final class Divergence {

  private Divergence() {}

  /**
   * The exception that stops training.
   *
   * @param gradients of this step by parameter name
   */
  static DivergedException describe(
      long step, double loss, List<Sample> batch, Map<String, NDArray> gradients) {
    record Norm(String name, double value) {}
    String largest =
        gradients.entrySet().stream()
            .map(entry -> new Norm(entry.getKey(), entry.getValue().norm().getFloat()))
            .sorted(
                Comparator.comparingDouble(
                        (Norm norm) -> Double.isNaN(norm.value) ? Double.MAX_VALUE : norm.value)
                    .reversed()
                    .thenComparing(Norm::name))
            .limit(5)
            .map(norm -> String.format(Locale.ROOT, "  %s: %.3g", norm.name, norm.value))
            .collect(Collectors.joining("\n"));
    String samples =
        batch.stream().limit(5).map(Sample::id).collect(Collectors.joining(", "))
            + (batch.size() > 5 ? ", … (" + batch.size() + " samples)" : "");
    return new DivergedException(
        """
        the loss became %s at step %d; training stopped, the last good checkpoint is kept
        batch: %s
        largest gradients by name:
        %s
        try a smaller learning rate (training.optimizer.learning_rate)"""
            .formatted(loss, step, samples, largest));
  }
}
