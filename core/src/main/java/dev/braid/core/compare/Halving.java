package dev.braid.core.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive halving: rungs of epochs, each {@code eta} times as many as the one before, the last
 * as many as the spec says. After each rung the best {@code 1/eta} on validation (rounded up, mean
 * over seeds) go on to the next one. A rung trains from the beginning, so that schedules stretch
 * over the rung's epochs as they would in a run of that length. Source: Jamieson and Talwalkar,
 * Non-stochastic best arm identification and hyperparameter optimization, 2016.
 */
final class Halving {

  private Halving() {}

  /** The epochs of the rungs, ascending; the last is {@code epochs}. */
  static List<Integer> rungs(int epochs, Sweep.Settings settings) {
    Integer given = settings.minEpochs();
    int first = given != null ? given : Math.max(1, epochs / (settings.eta() * settings.eta()));
    List<Integer> rungs = new ArrayList<>();
    for (long rung = first; rung < epochs; rung *= settings.eta()) {
      rungs.add((int) rung);
    }
    rungs.add(epochs);
    return rungs;
  }

  /** How many of some variants go on. */
  static int kept(int variants, int eta) {
    return Math.max(1, (variants + eta - 1) / eta);
  }
}
