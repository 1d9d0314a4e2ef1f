package dev.braid.tasks.metrics;

import java.util.HashSet;
import java.util.List;

/**
 * How well an answer agrees with those of several people: the mean over people of min(1, n/3),
 * where n of the others gave this answer (Antol et al., VQA: Visual Question Answering, 2015,
 * arXiv:1505.00468). Leaving one person out each time makes people and machines comparable: with
 * ten people, three who gave the answer make 0.9.
 *
 * <p>Line breaks and tabs become spaces and ends are trimmed always. The rest of the normalisation
 * is applied to the prediction and the answers only where the answers are not all equal, as the
 * evaluation code of the paper has it: {@code Yes} is wrong where all ten said {@code yes}.
 */
public final class VqaAccuracy {

  private static final VqaAccuracy OFFICIAL = new VqaAccuracy(AnswerNormalisation.official());

  private static final double ENOUGH = 3;

  private final AnswerNormalisation normalisation;

  /** With a normalisation of answers. */
  public VqaAccuracy(AnswerNormalisation normalisation) {
    this.normalisation = normalisation;
  }

  /** With the protocol's own normalisation. */
  public static VqaAccuracy official() {
    return OFFICIAL;
  }

  /**
   * The accuracy of a prediction, from 0 to 1.
   *
   * @param answers one of each person, at least one; with a single one it is always 0
   */
  public double of(String prediction, List<String> answers) {
    String predicted = AnswerNormalisation.trimmed(prediction);
    List<String> given = answers.stream().map(AnswerNormalisation::trimmed).toList();
    if (given.isEmpty()) {
      throw new IllegalArgumentException("a prediction is measured against one answer or more");
    }
    if (new HashSet<>(given).size() > 1) {
      predicted = normalisation.of(predicted);
      given = given.stream().map(normalisation::of).toList();
    }
    long same = given.stream().filter(predicted::equals).count();
    double total = 0;
    for (String answer : given) {
      long others = same - (answer.equals(predicted) ? 1 : 0);
      total += Math.min(1, others / ENOUGH);
    }
    return total / given.size();
  }
}
