package dev.braid.tasks.retrieval;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Side;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.TwoSides;
import dev.braid.tasks.metrics.Retrieval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches the whole split in both directions: every distinct query among all distinct targets, and
 * the other way round. {@code recall@k}, {@code mrr} and {@code map} are the means of both
 * directions; those of each, with its ranks, begin with {@code query_to_target.} and {@code
 * target_to_query.}. Samples that lack a side take no part.
 */
final class RetrievalEvaluation implements Evaluation {

  /** The measures that are means of both directions. */
  static final List<String> MEANS = List.of("mrr", "map", "recall@1", "recall@5", "recall@10");

  private final Belonging belonging;
  private final Gallery queries = new Gallery();
  private final Gallery targets = new Gallery();
  private long leftOut;
  private double losses;
  private long samples;

  RetrievalEvaluation(Belonging belonging) {
    this.belonging = belonging;
  }

  @Override
  public void add(NDList outputs, NDList codes, List<Sample> batch, double loss) {
    long[] all = codes.get(0).toLongArray();
    boolean[] usable = TwoSides.usable(outputs).toBooleanArray();
    float[] asked = TwoSides.of(Side.QUERY, outputs).toFloatArray();
    float[] found = TwoSides.of(Side.TARGET, outputs).toFloatArray();
    int width = asked.length / usable.length;
    int columns = belonging.size();
    for (int i = 0; i < usable.length; i++) {
      if (!usable[i]) {
        leftOut++;
        continue;
      }
      long[] own = Arrays.copyOfRange(all, i * columns, (i + 1) * columns);
      long link = belonging.link(own);
      queries.add(own[0], Arrays.copyOfRange(asked, i * width, (i + 1) * width), link);
      targets.add(own[1], Arrays.copyOfRange(found, i * width, (i + 1) * width), link);
    }
    losses += loss * usable.length;
    samples += usable.length;
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> find = measures(queries.find(targets));
    Map<String, Double> back = measures(targets.find(queries));
    Map<String, Double> result = new LinkedHashMap<>();
    for (String name : MEANS) {
      result.put(name, (value(find, name) + value(back, name)) / 2);
    }
    if (samples > 0) {
      result.put("loss", losses / samples);
    }
    find.forEach((name, value) -> result.put("query_to_target." + name, value));
    back.forEach((name, value) -> result.put("target_to_query." + name, value));
    return result;
  }

  private static double value(Map<String, Double> measures, String name) {
    return measures.getOrDefault(name, 0.0);
  }

  private static Map<String, Double> measures(Retrieval ranks) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("mrr", ranks.meanReciprocalRank());
    measures.put("map", ranks.meanAveragePrecision());
    for (int k : new int[] {1, 5, 10}) {
      measures.put("recall@" + k, ranks.recall(k));
    }
    measures.put("median_rank", ranks.medianRank());
    measures.put("mean_rank", ranks.meanRank());
    return measures;
  }

  /** How many there are to search among, and what a random order would come to. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("queries", queries.size());
    details.put("targets", targets.size());
    details.put("samples_without_a_side", leftOut);
    Map<String, Double> chance = new LinkedHashMap<>();
    chance.put("query_to_target.recall@1", queries.chance(targets));
    chance.put("target_to_query.recall@1", targets.chance(queries));
    details.put("chance", chance);
    return details;
  }
}
