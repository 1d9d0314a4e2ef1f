package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VqaAccuracyTest {

  private static List<String> people(int same, int others) {
    List<String> answers = new ArrayList<>(Collections.nCopies(same, "blue"));
    answers.addAll(Collections.nCopies(others, "green"));
    return answers;
  }

  /** Of ten, n gave it: those n see n - 1 others, the rest n, each a third and one at most. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0.3", "2, 0.6", "3, 0.9", "4, 1", "9, 1"})
  void threeOthersAreEnough(int same, double accuracy) {
    assertThat(VqaAccuracy.official().of("blue", people(same, 10 - same)))
        .isEqualTo(accuracy, within(1e-12));
  }

  @Test
  void answersAreNormalisedOnlyWherePeopleDisagree() {
    VqaAccuracy accuracy = VqaAccuracy.official();
    assertThat(accuracy.of("Blue", people(10, 0))).isZero();
    assertThat(accuracy.of(" blue\n", people(10, 0))).isEqualTo(1);
    assertThat(accuracy.of("The Blue!", people(9, 1))).isEqualTo(1);
  }

  @Test
  void aSinglePersonHasNobodyToAgreeWith() {
    assertThat(VqaAccuracy.official().of("blue", List.of("blue"))).isZero();
    assertThatThrownBy(() -> VqaAccuracy.official().of("blue", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "The  Man!|man",
        "A cat, a dog|cat dog",
        "ten o.k.|10 ok",
        "3.5 m.|3.5 m",
        "1,000 people|1000 people",
        "1,000 t-shirts|1000 tshirts",
        "black/white|black white",
        "black / white|black white",
        "NONE|0",
        "dont know|don't know",
        "yall'd've seen it|y'all'd've seen it",
        "i can’t|i can’t"
      })
  void answersHaveANormalForm(String answer, String normal) {
    assertThat(AnswerNormalisation.official().of(answer)).isEqualTo(normal);
  }

  @Test
  void everySpaceParts() {
    assertThat(AnswerNormalisation.official().of("\u00a0red\u2003hat\t")).isEqualTo("red hat");
    assertThat(AnswerNormalisation.official().of("the")).isEmpty();
  }

  @Test
  void aTableOfContractionsCanBeGiven() {
    assertThat(new AnswerNormalisation(Map.of("gonna", "going to")).of("Gonna dont"))
        .isEqualTo("going to dont");
  }
}
