package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.BadDataException;
import dev.braid.tasks.Points;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A head learns toy problems from vectors; measured on samples it was not trained on. */
class QaLearningTest {

  @Test
  void learnsWhichOfThreeQuartersAPointLiesIn() throws BadDataException {
    Points train = draw(240, 1, "east", "north", "west");
    Points test = draw(300, 2, "east", "north", "west");
    // Always saying the most frequent of three answers is right for about a third.
    assertThat(majority(test)).isLessThan(0.42);
    assertThat(train.heldOut(Tasks.qa("{'hidden': [16]}"), test, 150).get("accuracy"))
        .isGreaterThan(0.95);
  }

  @Test
  void oneLogitLearnsWhichOfTwoSidesAPointLiesOn() throws BadDataException {
    Points train = draw(160, 3, "yes", "no");
    Points test = draw(300, 4, "yes", "no");
    assertThat(majority(test)).isLessThan(0.58);
    assertThat(train.heldOut(Tasks.qa("{'binary': true, 'hidden': []}"), test, 150).get("accuracy"))
        .isGreaterThan(0.95);
  }

  /** Points around as many centres as there are answers. */
  private static Points draw(int size, long seed, String... answers) {
    return Points.draw(
        size,
        seed,
        (i, drawn) -> {
          int answer = drawn.random().nextInt(answers.length);
          double angle = 2 * Math.PI * answer / answers.length;
          drawn.point()[0] = (float) (3 * Math.cos(angle) + 0.6 * drawn.random().nextGaussian());
          drawn.point()[1] = (float) (3 * Math.sin(angle) + 0.6 * drawn.random().nextGaussian());
          drawn.values().put("answer", answers[answer]);
        });
  }

  private static double majority(Points points) {
    return points.samples().stream()
            .collect(Collectors.groupingBy(s -> s.values().get("answer"), Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow()
        / (double) points.samples().size();
  }
}
