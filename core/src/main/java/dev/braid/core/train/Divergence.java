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
   * @param kept what there is to go back to
   */
  static DivergedException describe(
      long step, double loss, List<Sample> batch, Map<String, NDArray> gradients, String kept) {
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
        the loss became %s at step %d; training stopped; %s
        batch: %s
        largest gradients by name:
        %s
        try a smaller learning rate (training.optimizer.learning_rate)"""
            .formatted(loss, step, kept, samples, largest));
  }

  /** The exception for a last update of an epoch that made a parameter infinite or no number. */
  static DivergedException describe(long step, String parameter, String kept) {
    return new DivergedException(
        """
        '%s' has values that are no numbers after step %d; training stopped; %s
        try a smaller learning rate (training.optimizer.learning_rate)"""
            .formatted(parameter, step, kept));
  }
}
