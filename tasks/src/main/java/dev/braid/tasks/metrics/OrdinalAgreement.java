package dev.braid.tasks.metrics;

/**
 * Agreement on labels that have an order, beyond that of chance: Cohen's kappa with quadratic
 * weights, 1 − Σ (i − j)² Oᵢⱼ / Σ (i − j)² Eᵢⱼ, where O counts pairs of true and predicted label
 * and E is what their frequencies alone would give; Cohen, Weighted Kappa, 1968. 1 where both only
 * ever name one and the same label.
 */
public final class OrdinalAgreement {

  private long samples;
  private double truths;
  private double predictions;
  private double squares;
  private double differences;

  /** Counts one sample; labels are numbered in their order. */
  public void add(int truth, int predicted) {
    double t = truth;
    double p = predicted;
    samples++;
    truths += t;
    predictions += p;
    squares += t * t + p * p;
    differences += (t - p) * (t - p);
  }

  /** Quadratic weighted kappa, 1 at most, 0 for chance. */
  public double quadraticWeightedKappa() {
    // Σ (i - j)² E = Σ t² + Σ p² - 2 Σt Σp / n: no table of labels is needed.
    double chance = squares * samples - 2 * truths * predictions;
    return 1 - Scores.ratio(differences * samples, chance);
  }
}
