package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.metric.Resampling;
import dev.braid.tasks.metrics.Retrieval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Input of {@code retrieval}. */
public record RetrievalInput(
    @Option("a row for each query: its similarity to every item") List<List<Double>> similarity,
    @Option(
            value = "a list for each query: the numbers of the items that belong to it, from 0",
            min = 0)
        List<List<Integer>> positives,
    @Option(value = "each k of recall@k", byDefault = "[1, 2, 3, 5, 10]", min = 1) List<Integer> ks)
    implements MetricInput {

  /** The measure; its intervals are those over queries. */
  public static MetricPart<RetrievalInput> metric() {
    return new MetricPart<>(
        "retrieval",
        "ranks in both directions: recall@k, median and mean rank, MRR, mean average precision",
        RetrievalInput.class,
        input -> {
          Map<String, Object> result = new LinkedHashMap<>();
          result.put("query_to_item", input.result(input.queries()));
          result.put("item_to_query", input.result(input.items()));
          return result;
        },
        input -> {
          Retrieval queries = input.queries();
          return new Resampling(
              queries.queries(),
              drawn -> {
                Map<String, Double> numbers = new LinkedHashMap<>();
                input
                    .measures(queries.of(drawn))
                    .forEach((name, value) -> numbers.put("query_to_item." + name, value));
                return numbers;
              });
        });
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("similarity", similarity, "positives", positives, problems);
    MetricInput.even("similarity", similarity, problems);
    int items = similarity.isEmpty() ? 0 : similarity.get(0).size();
    for (List<Integer> row : positives) {
      MetricInput.below("positives", row, items, "items", problems);
    }
    if (!positives.isEmpty() && positives.stream().allMatch(List::isEmpty)) {
      problems.add("positives", "no query has any; there is nothing to find");
    }
  }

  private Retrieval queries() {
    Retrieval retrieval = new Retrieval();
    for (int q = 0; q < similarity.size(); q++) {
      retrieval.add(MetricInput.doubles(similarity.get(q)), MetricInput.ints(positives.get(q)));
    }
    return retrieval;
  }

  private Retrieval items() {
    Retrieval retrieval = new Retrieval();
    for (int i = 0; i < similarity.get(0).size(); i++) {
      int item = i;
      retrieval.add(
          similarity.stream().mapToDouble(row -> row.get(item)).toArray(),
          IntStream.range(0, positives.size())
              .filter(q -> positives.get(q).contains(item))
              .toArray());
    }
    return retrieval;
  }

  private Map<String, Object> result(Retrieval retrieval) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ranks", Arrays.stream(retrieval.ranks()).boxed().toList());
    result.putAll(measures(retrieval));
    return result;
  }

  private Map<String, Double> measures(Retrieval retrieval) {
    Map<String, Double> measures = new LinkedHashMap<>();
    ks.forEach(k -> measures.put("recall@" + k, retrieval.recall(k)));
    measures.put("median_rank", retrieval.medianRank());
    measures.put("mean_rank", retrieval.meanRank());
    measures.put("mrr", retrieval.meanReciprocalRank());
    measures.put("map", retrieval.meanAveragePrecision());
    return measures;
  }
}
