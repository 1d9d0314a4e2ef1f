package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.contrastive.HardNegatives;
import dev.braid.tasks.contrastive.Pairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Right pairs against wrong ones: every pair of a batch, its query with another's target, and its
 * target with another's query; one logit on the fused vector (ALBEF, Li et al. 2021,
 * arXiv:2107.07651, section 3.2).
 */
final class PairMatcher extends Module {

  private final String target;
  private final Linear linear;

  PairMatcher(String target, HeadContext context) {
    this.target = target;
    linear = child("linear", new Linear(context.fused().width(), 1));
  }

  /** The logit of each sample's own pair, {@code [B]}. */
  NDArray judge(ModelPass pass) {
    return judge(pass.fused());
  }

  private NDArray judge(Encoding fused) {
    NDArray vectors = Tensors.orZeros(fused.present(), Places.pooled(fused));
    return linear.apply(vectors).squeeze(1);
  }

  /**
   * Makes wrong pairs, judges them and the right ones and tells how well; see {@link Objective}.
   *
   * @param pairs of the batch
   * @param logits of query and target, {@code [B, B]}, by which wrong ones are drawn
   */
  NDArray apply(ModelPass pass, List<String> inputs, Pairs pairs, NDArray logits) {
    NDArray allowed = pairs.compared().logicalAnd(pairs.positive().logicalNot());
    boolean[] usable = pairs.usable().toBooleanArray();
    long[] wrongTargets = drawn(HardNegatives.draw(logits, allowed, pass.random()));
    long[] wrongQueries =
        drawn(HardNegatives.draw(logits.transpose(), allowed.transpose(), pass.random()));
    List<long[]> rows = new ArrayList<>(); // where the query is from, where the target, right
    for (int i = 0; i < usable.length; i++) {
      if (usable[i]) {
        rows.add(new long[] {i, i, 1});
      }
      if (wrongTargets[i] >= 0) {
        rows.add(new long[] {i, wrongTargets[i], 0});
      }
      if (wrongQueries[i] >= 0) {
        rows.add(new long[] {wrongQueries[i], i, 0});
      }
    }
    if (rows.isEmpty()) {
      return Objective.nothing(Places.pooled(pass.fused()));
    }
    NDArray others = column(pass, rows, 0);
    NDArray targets = column(pass, rows, 1);
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    for (String input : inputs) {
      encodings.put(input, pass.encoding(input).rows(input.equals(target) ? targets : others));
    }
    NDArray judged = judge(pass.fuse(encodings));
    NDArray right = column(pass, rows, 2).toType(DataType.FLOAT32, false);
    NDArray loss = Activation.softPlus(judged).sub(judged.mul(right)).mean();
    NDArray said = judged.gt(Tensors.scalar(judged, 0)).toType(DataType.FLOAT32, false);
    double hits = said.eq(right).toType(DataType.FLOAT32, false).sum().getFloat();
    return Objective.row(loss, hits, rows.size());
  }

  /** The drawn rows, -1 where there is none to draw. */
  private static long[] drawn(HardNegatives negatives) {
    long[] rows = negatives.index().toLongArray();
    boolean[] real = negatives.real().toBooleanArray();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = real[i] ? rows[i] : -1;
    }
    return rows;
  }

  private static NDArray column(ModelPass pass, List<long[]> rows, int column) {
    return pass.manager().create(rows.stream().mapToLong(row -> row[column]).toArray());
  }
}
