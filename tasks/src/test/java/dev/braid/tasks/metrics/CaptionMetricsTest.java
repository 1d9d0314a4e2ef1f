package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** BLEU, ROUGE-L and CIDEr-D against values worked out by hand. */
class CaptionMetricsTest {

  private static Bleu bleu(String candidate, String... references) {
    Bleu bleu = new Bleu();
    bleu.add(candidate, List.of(references));
    return bleu;
  }

  @Test
  void bleuClipsRepeatedWords() {
    // Papineni's example: "the" occurs seven times, twice in a reference.
    Bleu bleu =
        bleu("the the the the the the the", "the cat is on the mat", "there is a cat on the mat");
    assertThat(bleu.score(1)).isEqualTo(2 / 7.0, within(1e-12));
    assertThat(bleu.score(2)).isZero();
    assertThat(bleu.referenceLength()).isEqualTo(7);
  }

  @Test
  void bleuSumsCountsOverTheCorpus() {
    Bleu bleu = bleu("a b c", "a b c d");
    bleu.add("x y", List.of("a b"));
    // 3 of 5 words, 2 of 3 pairs; 5 words against 6.
    double penalty = Math.exp(1 - 6 / 5.0);
    assertThat(bleu.brevityPenalty()).isEqualTo(penalty, within(1e-12));
    assertThat(bleu.score(1)).isEqualTo(penalty * 0.6, within(1e-12));
    assertThat(bleu.score(2)).isEqualTo(penalty * Math.sqrt(0.6 * 2 / 3), within(1e-12));
    assertThat(bleu.candidateLength()).isEqualTo(5);
  }

  @Test
  void bleuTakesTheShorterOfTwoClosestReferences() {
    assertThat(bleu("a b c d", "a b c d e f", "a b").referenceLength()).isEqualTo(2);
    assertThat(bleu("a b c d", "a b", "a b c d e f").referenceLength()).isEqualTo(2);
    assertThat(bleu("a b c d", "a b", "a b c d e").referenceLength()).isEqualTo(5);
  }

  @Test
  void bleuOfNoWordsIsZero() {
    assertThat(bleu(" ", "a b").score(1)).isZero();
    assertThat(bleu(" ", "a b").brevityPenalty()).isZero();
    assertThat(new Bleu().score(4)).isZero();
    assertThat(new Bleu().brevityPenalty()).isEqualTo(1);
  }

  @Test
  void bleuWithoutSmoothingIsZeroFromTheFirstOrderWithoutAMatch() {
    Bleu bleu = bleu("x a b y", "a b c d");
    assertThat(bleu.score(1)).isEqualTo(0.5, within(1e-12));
    assertThat(bleu.score(2)).isEqualTo(Math.sqrt(0.5 / 3), within(1e-12));
    assertThat(bleu.score(3)).isZero();
  }

  @Test
  void rougeTakesThePrecisionAndTheRecallOfTheBestReferenceEach() {
    // In order a, c of "a b c": P = 2/3 by both; R = 2/4 and 2/2.
    double precision = 2 / 3.0;
    double expected = (1 + 1.44) * precision / (1 + 1.44 * precision);
    assertThat(RougeL.of("a b c", List.of("c a x c", "a c"))).isEqualTo(expected, within(1e-12));
    assertThat(RougeL.of("a b c", List.of("a b c"))).isEqualTo(1, within(1e-12));
  }

  @Test
  void rougeOfNothingInCommonOrNoWordsIsZero() {
    assertThat(RougeL.of("a b", List.of("c d"))).isZero();
    assertThat(RougeL.of("", List.of("c d"))).isZero();
    assertThat(RougeL.of("a", List.of(""))).isZero();
  }

  @Test
  void ciderOfEqualTextsIsTenTimesTheShareOfOrdersTheyHave() {
    CiderD cider = new CiderD(List.of(List.of("a b"), List.of("c d e f")));
    assertThat(cider.of("a b", List.of("a b"))).isEqualTo(5, within(1e-12));
    assertThat(cider.of("c d e f", List.of("c d e f"))).isEqualTo(10, within(1e-12));
    assertThat(cider.of("c d e f", List.of("c d e f", "x y"))).isEqualTo(5, within(1e-12));
  }

  @Test
  void ciderClipsRepetitionAndPunishesLength() {
    CiderD cider = new CiderD(List.of(List.of("a"), List.of("b")));
    // One word: min(3, 1)·1 / (3·1) = 1/3 of the first order; 2 bigrams against 0.
    double expected = 10 * (1 / 3.0) / 4 * Math.exp(-4 / 72.0);
    assertThat(cider.of("a a a", List.of("a"))).isEqualTo(expected, within(1e-12));
  }

  @Test
  void ciderGivesNothingForWordsThatEveryItemHas() {
    CiderD cider = new CiderD(List.of(List.of("a b"), List.of("a c")));
    assertThat(cider.of("a", List.of("a b"))).isZero();
    assertThat(new CiderD(List.of(List.of("a b"))).of("a b", List.of("a b"))).isZero();
  }
}
