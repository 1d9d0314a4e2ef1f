package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.RankCorrelation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Input of {@code rank-correlation}. */
public record RankCorrelationInput(
    @Option("a value for each item") List<Double> x,
    @Option("another value for each item") List<Double> y)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<RankCorrelationInput> metric() {
    return MetricPart.overItems(
        "rank-correlation",
        "whether two lists of values order the same items alike: Kendall's tau-b, Spearman's rho",
        RankCorrelationInput.class,
        input -> input.x().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("x", x, "y", y, problems);
  }

  private Map<String, Object> measure(int[] items) {
    double[] a = Arrays.stream(items).mapToDouble(x::get).toArray();
    double[] b = Arrays.stream(items).mapToDouble(y::get).toArray();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("kendall_tau_b", RankCorrelation.kendallTauB(a, b));
    result.put("spearman_rho", RankCorrelation.spearmanRho(a, b));
    return result;
  }
}
