package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionTest {

  private static final Path SHARED = Path.of("../../shared/reference/golden/metrics.json");

  /** Truth 0 0 0 1 1 2, predicted 0 0 1 1 2 1. */
  private static Confusion counted() {
    Confusion confusion = new Confusion(3);
    int[] truth = {0, 0, 0, 1, 1, 2};
    int[] predicted = {0, 0, 1, 1, 2, 1};
    for (int i = 0; i < truth.length; i++) {
      confusion.add(truth[i], predicted[i]);
    }
    return confusion;
  }

  @Test
  void scoresOfAClassFollowFromItsCounts() {
    Confusion confusion = counted();
    assertThat(confusion.accuracy()).isEqualTo(0.5);
    assertThat(confusion.of(0)).isEqualTo(new Scores(1, 2 / 3.0, 0.8));
    assertThat(confusion.of(1)).isEqualTo(new Scores(1 / 3.0, 0.5, 0.4));
    assertThat(confusion.of(2)).isEqualTo(new Scores(0, 0, 0));
    assertThat(confusion.support(0)).isEqualTo(3);
  }

  @Test
  void averagesAreMacroMicroAndWeightedBySupport() {
    Confusion confusion = counted();
    close(confusion.macro(), 4 / 9.0, 7 / 18.0, 0.4);
    close(confusion.micro(), 0.5, 0.5, 0.5);
    close(confusion.weighted(), (3 + 2 / 3.0) / 6, 0.5, (3 * 0.8 + 2 * 0.4) / 6);
  }

  @Test
  void rowsAreTrueClassesAndColumnsPredictedOnes() {
    assertThat(counted().rows())
        .isEqualTo(List.of(List.of(2L, 1L, 0L), List.of(0L, 1L, 1L), List.of(0L, 1L, 0L)));
    assertThat(counted().others()).isZero();
  }

  @Test
  void aTruthThatCannotBePredictedIsWrongAndAFalsePositive() {
    Confusion confusion = counted();
    confusion.add(-1, 0);
    confusion.add(-1, 0);
    assertThat(confusion.samples()).isEqualTo(8);
    assertThat(confusion.unseen()).isEqualTo(2);
    assertThat(confusion.unseenRow()).containsExactly(2L, 0L, 0L);
    assertThat(confusion.accuracy()).isEqualTo(3 / 8.0);
    assertThat(confusion.of(0)).isEqualTo(new Scores(0.5, 2 / 3.0, 4 / 7.0));
    close(confusion.micro(), 3 / 8.0, 0.5, 6 / 14.0);
  }

  @Test
  void nothingCountedIsZeroEverywhere() {
    Confusion confusion = new Confusion(2);
    assertThat(confusion.accuracy()).isZero();
    assertThat(confusion.macro()).isEqualTo(new Scores(0, 0, 0));
    assertThat(confusion.weighted()).isEqualTo(new Scores(0, 0, 0));
  }

  @Test
  void withManyClassesAllButTheFirstShareARowButKeepTheirScores() {
    Confusion confusion = new Confusion(Confusion.LARGEST_MATRIX + 1);
    confusion.add(200, 200);
    confusion.add(200, 7);
    confusion.add(3, 199);
    confusion.add(-1, 150);
    int rest = Confusion.FIRST;
    assertThat(confusion.others()).isEqualTo(Confusion.LARGEST_MATRIX + 1 - rest);
    List<List<Long>> rows = confusion.rows();
    assertThat(rows).hasSize(rest + 1).allMatch(row -> row.size() == rest + 1);
    assertThat(rows.get(rest).get(rest)).isEqualTo(1);
    assertThat(rows.get(rest).get(7)).isEqualTo(1);
    assertThat(rows.get(3).get(rest)).isEqualTo(1);
    assertThat(confusion.unseenRow()).hasSize(rest + 1).endsWith(1L);
    assertThat(confusion.of(200)).isEqualTo(new Scores(1, 0.5, 2 / 3.0));
    assertThat(new Confusion(Confusion.LARGEST_MATRIX).rows()).hasSize(Confusion.LARGEST_MATRIX);
  }

  @Test
  void equalsTheSharedReferenceExactly() throws IOException {
    assumeTrue(
        Files.isRegularFile(SHARED), "the shared reference files are not beside this checkout");
    int cases = 0;
    for (JsonNode example : new ObjectMapper().readTree(SHARED.toFile())) {
      if (!example.get("metric").asText().equals("classification")) {
        continue;
      }
      cases++;
      JsonNode input = example.get("input");
      JsonNode expected = example.get("expected");
      Confusion confusion = new Confusion(input.get("classes").asInt());
      for (int i = 0; i < input.get("truth").size(); i++) {
        confusion.add(input.get("truth").get(i).asInt(), input.get("predicted").get(i).asInt());
      }
      assertThat(confusion.accuracy()).isEqualTo(expected.get("accuracy").asDouble());
      assertThat(confusion.micro()).isEqualTo(scores(expected.get("micro")));
      assertThat(confusion.macro()).isEqualTo(scores(expected.get("macro")));
      assertThat(confusion.weighted()).isEqualTo(scores(expected.get("weighted")));
      for (int c = 0; c < expected.get("per_class").size(); c++) {
        assertThat(confusion.of(c)).isEqualTo(scores(expected.get("per_class").get(c)));
      }
    }
    assertThat(cases).isPositive();
  }

  private static Scores scores(JsonNode node) {
    return new Scores(
        node.get("precision").asDouble(), node.get("recall").asDouble(), node.get("f1").asDouble());
  }

  private static void close(Scores scores, double precision, double recall, double f1) {
    assertThat(scores.precision()).isEqualTo(precision, within(1e-12));
    assertThat(scores.recall()).isEqualTo(recall, within(1e-12));
    assertThat(scores.f1()).isEqualTo(f1, within(1e-12));
  }
}
