package dev.braid.core.train.balance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weights of losses by gradient blending (Wang, Tran and Feiszli, CVPR 2020, "What Makes
 * Training Multi-Modal Classification Networks Hard?").
 *
 * <p>Between two estimates, with T and V the losses of head k over train and validation samples:
 *
 * <pre>
 *   G_k = V_before - V_after                              generalisation gained
 *   O_k = (V_after - T_after) - (V_before - T_before)     overfitting gained
 *   w_k = (1 - equal) * q_k / sum_j q_j + equal / heads   with q_k = max(G_k, 0) / max(O_k, floor)²
 * </pre>
 *
 * The paper's weights are {@code G_k / O_k²}, normalised. Its online form trains a copy of the
 * model for each head alone to find them; here they come from the run itself, in which the heads
 * are trained together with the weights so far. For that the paper's fraction is bounded: a head
 * that got worse counts as no gain, an overfitting that is small or negative as {@code floor}, and
 * a share of equal weights keeps every head learning. Where no head gained, weights stay as they
 * are.
 */
final class Blending {

  private Blending() {}

  /**
   * Losses at one time.
   *
   * @param train by head, over a fixed part of the train split
   * @param validation by head
   */
  record Standing(Map<String, Double> train, Map<String, Double> validation) {

    private double gap(String head) {
      return loss(validation, head) - loss(train, head);
    }

    private static double loss(Map<String, Double> losses, String head) {
      Double loss = losses.get(head);
      if (loss == null) {
        throw new IllegalArgumentException("no loss of '" + head + "' in " + losses.keySet());
      }
      return loss;
    }
  }

  /**
   * The weights by head, which sum to 1; a head without a loss over both splits has none.
   *
   * @return null where no head gained, or a loss is no number
   */
  static @Nullable Map<String, Double> weights(
      Standing before, Standing after, BalanceOptions.GradientBlending options) {
    Map<String, Double> quotients = new LinkedHashMap<>();
    double sum = 0;
    for (String head : after.validation().keySet()) {
      if (!after.train().containsKey(head)) {
        continue; // no train sample has its input
      }
      double gain =
          Standing.loss(before.validation(), head) - Standing.loss(after.validation(), head);
      double overfitting = Math.max(after.gap(head) - before.gap(head), options.floor());
      double quotient = Math.max(gain, 0) / (overfitting * overfitting);
      quotients.put(head, quotient);
      sum += quotient;
    }
    if (!(sum > 0) || !Double.isFinite(sum)) {
      return null;
    }
    double total = sum;
    quotients.replaceAll(
        (head, quotient) ->
            (1 - options.equal()) * quotient / total + options.equal() / quotients.size());
    return quotients;
  }
}
