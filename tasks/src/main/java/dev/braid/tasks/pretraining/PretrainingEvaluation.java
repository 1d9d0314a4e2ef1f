package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Pairs;
import dev.braid.tasks.contrastive.TwoSides;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss of each objective and their weighted sum, each a mean over its own places: pairs, words
 * or patches. {@code contrastive_accuracy} is the share of queries whose most alike target within
 * the batch belongs to them, so it depends on the size of the batch.
 */
final class PretrainingEvaluation implements Evaluation {

  private static final String CONTRASTIVE = "contrastive";

  private final PretrainingTask.Options options;
  private final Map<String, double[]> sums = new LinkedHashMap<>();

  PretrainingEvaluation(PretrainingTask.Options options) {
    this.options = options;
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    int at = 0;
    if (options.contrastive() != null) {
      Pairs pairs = TwoSides.pairs(outputs, targets.get(0));
      double own = ContrastiveLoss.INFO_NCE.of(pairs, TwoSides.scale(outputs), 0).getFloat();
      boolean[] usable = pairs.usable().toBooleanArray();
      double total = 0;
      for (boolean one : usable) {
        total += one ? 1 : 0;
      }
      add(CONTRASTIVE, own * total, found(pairs, usable), total);
      at = 4;
    }
    for (String name : Pretraining.rows(options).keySet()) {
      double[] row = Objective.sums(outputs.get(at++));
      add(name, row[0], row[1], row[2]);
    }
  }

  private void add(String name, double... row) {
    double[] sum = sums.computeIfAbsent(name, key -> new double[3]);
    for (int i = 0; i < 3; i++) {
      sum[i] += row[i];
    }
  }

  private static double found(Pairs pairs, boolean[] usable) {
    NDArray cosines = pairs.cosines();
    float[] values = cosines.toFloatArray();
    boolean[] positive = pairs.positive().toBooleanArray();
    boolean[] compared = pairs.compared().toBooleanArray();
    double found = 0;
    for (int row = 0; row < usable.length; row++) {
      int best = -1;
      for (int i = row * usable.length; i < (row + 1) * usable.length; i++) {
        if (compared[i] && (best < 0 || values[i] > values[best])) {
          best = i;
        }
      }
      found += best >= 0 && positive[best] ? 1 : 0;
    }
    return found;
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> weights = new LinkedHashMap<>();
    if (options.contrastive() != null) {
      weights.put(CONTRASTIVE, options.contrastive().weight());
    }
    weights.putAll(Pretraining.rows(options));
    Map<String, Double> each = new LinkedHashMap<>();
    double loss = 0;
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      String name = entry.getKey();
      double[] sum = sums.getOrDefault(name, new double[3]);
      if (sum[2] == 0) {
        continue;
      }
      loss += entry.getValue() * sum[0] / sum[2];
      each.put(name + "_loss", sum[0] / sum[2]);
      if (!name.equals("masked_patches")) {
        each.put(name + "_accuracy", sum[1] / sum[2]);
      }
    }
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("loss", loss);
    result.putAll(each);
    return result;
  }
}
