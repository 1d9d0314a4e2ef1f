package dev.braid.tasks.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.api.text.Vocabulary;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to write texts on models that are tables, where all texts can be looked through. */
class SearchTest {

  private static final int WORDS = 3;

  private static Decoding decoding(Decoding.Method method, int beams, double alpha, int ngram) {
    return new Decoding(method, beams, alpha, ngram, 1, null, 1);
  }

  private static Decoding sampled(double temperature, Integer topK, double topP) {
    return new Decoding(Decoding.Method.SAMPLE, 1, 0, 0, temperature, topK, topP);
  }

  private static List<List<Text>> write(
      Decoding decoding, int length, NextWord model, int samples) {
    return decoding.search(length, new Random(3)).write(model, samples);
  }

  private static List<List<List<Integer>>> words(List<List<Text>> texts) {
    return texts.stream()
        .map(
            list ->
                list.stream().map(text -> Arrays.stream(text.words()).boxed().toList()).toList())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 3})
  void aBeamThatKeepsEveryBeginningFindsTheBestTextsOfAll(double alpha) {
    Rules rules = new Rules(4, 0);
    for (int seed = 0; seed < 10; seed++) {
      List<List<Text>> found =
          write(
              decoding(Decoding.Method.BEAM, 120, alpha, 0), 4, TableModel.random(seed, WORDS), 2);
      for (int sample = 0; sample < 2; sample++) {
        List<Text> all = TableModel.random(seed, WORDS).all(sample, WORDS, rules, alpha);
        assertThat(all).hasSize(3 + 9 + 27 + 81);
        List<List<Text>> expected = List.of(all);
        assertThat(words(found).get(sample)).isEqualTo(words(expected).get(0));
        for (int i = 0; i < all.size(); i++) {
          assertThat(found.get(sample).get(i).score()).isEqualTo(all.get(i).score(), within(1e-12));
        }
      }
    }
  }

  @Test
  void aBeamOfOneWritesWhatGreedyWrites() {
    for (int seed = 0; seed < 50; seed++) {
      List<List<Text>> greedy =
          write(decoding(Decoding.Method.GREEDY, 1, 0.6, 2), 6, TableModel.random(seed, WORDS), 4);
      List<List<Text>> beam =
          write(decoding(Decoding.Method.BEAM, 1, 0.6, 2), 6, TableModel.random(seed, WORDS), 4);
      assertThat(words(beam)).isEqualTo(words(greedy));
      for (int sample = 0; sample < 4; sample++) {
        assertThat(beam.get(sample).get(0).score())
            .isEqualTo(greedy.get(sample).get(0).score(), within(1e-12));
      }
    }
  }

  @Test
  void aBeamOfFourFindsLikelierTextsThanGreedyAndNoneAboveTheBest() {
    double greedy = 0;
    double beam = 0;
    double best = 0;
    for (int seed = 0; seed < 40; seed++) {
      greedy +=
          write(decoding(Decoding.Method.GREEDY, 1, 0, 0), 4, TableModel.random(seed, WORDS), 1)
              .get(0)
              .get(0)
              .score();
      double found =
          write(decoding(Decoding.Method.BEAM, 4, 0, 0), 4, TableModel.random(seed, WORDS), 1)
              .get(0)
              .get(0)
              .score();
      double most = TableModel.random(seed, WORDS).all(0, WORDS, new Rules(4, 0), 0).get(0).score();
      assertThat(found).isLessThanOrEqualTo(most + 1e-9);
      beam += found;
      best += most;
    }
    assertThat(beam).isGreaterThan(greedy + 5);
    assertThat(beam).isEqualTo(best, within(4.0));
  }

  @Test
  void aBeamHasNoMoreBeginningsThanBeamsAndFindsAsManyTexts() {
    TableModel model = TableModel.random(1, WORDS);
    List<List<Text>> found = write(decoding(Decoding.Method.BEAM, 5, 0.6, 0), 6, model, 3);
    assertThat(model.largest()).isEqualTo(15);
    assertThat(found).hasSize(3).allSatisfy(texts -> assertThat(texts).hasSize(5));
    for (List<List<Integer>> texts : words(found)) {
      assertThat(new HashSet<>(texts)).hasSize(5);
    }
  }

  @Test
  void aLongerTextIsFavouredByALargerPenalty() {
    // One word with probability 0.5, else three words with 0.45 in all.
    TableModel model =
        new TableModel(
            (sample, before) -> {
              float[] next = new float[Words.FIRST + 2];
              Arrays.fill(next, -30);
              if (before.isEmpty()) {
                next[Words.FIRST] = (float) Math.log(0.5);
                next[Words.FIRST + 1] = (float) Math.log(0.45);
              } else if (before.get(0) == Words.FIRST || before.size() == 3) {
                next[Words.END] = 0;
              } else {
                next[Words.FIRST + 1] = 0;
              }
              return next;
            });
    Decoding none = decoding(Decoding.Method.BEAM, 2, 0, 0);
    Decoding strong = decoding(Decoding.Method.BEAM, 2, 1, 0);
    assertThat(write(none, 5, model, 1).get(0).get(0).words()).hasSize(1);
    assertThat(write(strong, 5, model, 1).get(0).get(0).words()).hasSize(3);
    assertThat(write(none, 5, model, 1).get(0).get(0).probability()).isEqualTo(0.5, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noSequenceComesTwiceWhereThatIsForbidden(int ngram) {
    // The first word is by far the likeliest, then the second.
    TableModel model =
        new TableModel((sample, before) -> TableModel.logSoftmax(0, 0, 0, 1, 9, 7, 5));
    for (Decoding.Method method : List.of(Decoding.Method.GREEDY, Decoding.Method.BEAM)) {
      for (Text text : write(decoding(method, 3, 0.6, ngram), 12, model, 1).get(0)) {
        Set<List<Integer>> seen = new HashSet<>();
        int[] words = text.words();
        for (int i = 0; i + ngram <= words.length; i++) {
          assertThat(seen.add(Arrays.stream(words, i, i + ngram).boxed().toList()))
              .as("%s in %s comes once", i, Arrays.toString(words))
              .isTrue();
        }
      }
      int[] free = write(decoding(method, 3, 0.6, 0), 12, model, 1).get(0).get(0).words();
      assertThat(free).hasSize(12).containsOnly(Words.FIRST);
    }
  }

  @Test
  void aTextHasAWordAndNoMoreThanTheMostAndNeverAnUnknownOne() {
    TableModel model = new TableModel((sample, before) -> TableModel.logSoftmax(9, 8, 7, 6, 1, 0));
    for (Decoding.Method method : Decoding.Method.values()) {
      for (Text text : write(decoding(method, 4, 0.6, 0), 3, model, 1).get(0)) {
        assertThat(text.words()).hasSizeBetween(1, 3);
        assertThat(Arrays.stream(text.words()).boxed().toList())
            .doesNotContain(Vocabulary.PAD, Vocabulary.UNKNOWN, Words.BEGIN, Words.END);
        assertThat(text.probability()).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void drawingAmongOneIsGreedyAndSoIsALowTemperatureOrASmallShare() {
    List<List<Text>> greedy =
        write(decoding(Decoding.Method.GREEDY, 1, 0, 0), 5, TableModel.random(7, WORDS), 20);
    for (Decoding one :
        List.of(sampled(1, 1, 1), sampled(0.01, null, 1), sampled(1, null, 0.001))) {
      assertThat(words(write(one, 5, TableModel.random(7, WORDS), 20))).isEqualTo(words(greedy));
    }
    assertThat(words(write(sampled(1, null, 1), 5, TableModel.random(7, WORDS), 20)))
        .isNotEqualTo(words(greedy));
  }

  @Test
  void wordsAreDrawnAsOftenAsTheirProbabilitySays() {
    double[] log = {
      -40, -40, -40, -40, Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)
    };
    assertShares(sampled(1, null, 1), log, 0.5, 0.3, 0.15, 0.05);
    assertShares(sampled(1, 2, 1), log, 0.5 / 0.8, 0.3 / 0.8, 0, 0);
    assertShares(sampled(1, null, 0.85), log, 0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0);
    assertShares(sampled(1, null, 0.75), log, 0.5 / 0.8, 0.3 / 0.8, 0, 0);
    double squares = 0.25 + 0.09 + 0.0225 + 0.0025;
    assertShares(
        sampled(0.5, null, 1),
        log,
        0.25 / squares,
        0.09 / squares,
        0.0225 / squares,
        0.0025 / squares);
  }

  private static void assertShares(Decoding decoding, double[] log, double... shares) {
    int draws = 20_000;
    TableModel model = new TableModel((sample, before) -> TableModel.logSoftmax(log));
    List<List<Text>> texts = write(decoding, 1, model, draws);
    for (int word = 0; word < shares.length; word++) {
      int number = Words.FIRST + word;
      long count = texts.stream().filter(text -> text.get(0).words()[0] == number).count();
      // Four standard deviations; what is cut off never comes.
      double tolerance = 4 * Math.sqrt(shares[word] * (1 - shares[word]) / draws);
      assertThat((double) count / draws).isEqualTo(shares[word], within(tolerance));
    }
  }

  @Test
  void numbersThatAreNoneGiveATextWithProbabilityZero() {
    TableModel broken =
        new TableModel(
            (sample, before) -> {
              float[] next = new float[Words.FIRST + WORDS];
              Arrays.fill(next, Float.NaN);
              return next;
            });
    for (Decoding.Method method : Decoding.Method.values()) {
      List<List<Text>> texts = write(decoding(method, 2, 0.6, 0), 3, broken, 2);
      assertThat(texts).hasSize(2);
      IntStream.range(0, 2)
          .forEach(sample -> assertThat(texts.get(sample).get(0).probability()).isZero());
    }
  }
}
