package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code braid score} over a user's own predictions. */
class ScoreCommandTest {

  @TempDir private Path folder;

  private Ran score(String metric, String json, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), json);
    String[] arguments = new String[3 + more.length];
    arguments[0] = "score";
    arguments[1] = metric;
    arguments[2] = file.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Ran.braid(arguments);
  }

  private static JsonNode json(Ran ran) throws IOException {
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    return new ObjectMapper().readTree(ran.out());
  }

  @Test
  void theResultIsJson() throws IOException {
    String given = "{\"candidates\": [\"a b c\"], \"references\": [[\"a b c\"]]}";
    assertThat(json(score("rouge-l", given)).get("mean").asDouble()).isEqualTo(1);
    assertThat(json(score("rouge_l", given)).get("per_item").size()).isEqualTo(1);
    assertThat(json(score("vqa-normalise", "{\"texts\": [\"A cat!\", 7]}")))
        .isEqualTo(new ObjectMapper().readTree("[\"cat\", \"7\"]"));
  }

  @Test
  void defaultsAreFilledIn() throws IOException {
    JsonNode result = json(score("retrieval", "{\"similarity\": [[1, 0]], \"positives\": [[1]]}"));
    assertThat(result.at("/query_to_item/recall@1").asDouble()).isZero();
    assertThat(result.at("/query_to_item/recall@10").asDouble()).isEqualTo(1);
  }

  @Test
  void intervalsFollowFromDrawsOfTheItems() throws IOException {
    StringBuilder truth = new StringBuilder("0");
    StringBuilder predicted = new StringBuilder("0");
    for (int i = 1; i < 100; i++) {
      truth.append(", ").append(i % 2);
      predicted.append(", ").append(i % 10 < 3 ? 1 - i % 2 : i % 2);
    }
    String given = "{\"truth\": [%s], \"predicted\": [%s]}".formatted(truth, predicted);
    JsonNode result = json(score("classification", given, "--intervals", "1000"));
    assertThat(result.at("/result/accuracy").asDouble()).isBetween(0.7, 0.71);
    assertThat(result.at("/intervals/accuracy/low").asDouble()).isBetween(0.58, 0.64);
    assertThat(result.at("/intervals/accuracy/high").asDouble()).isBetween(0.77, 0.82);
    assertThat(result.get("intervals").has("macro.f1")).isTrue();
    assertThat(json(score("classification", given, "--intervals", "50", "--seed", "1")))
        .isNotEqualTo(json(score("classification", given, "--intervals", "50", "--seed", "2")));
  }

  private void assertRefused(Ran ran, String message) {
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void whatCannotBeMeasuredIsSaidWithItsPlace() throws IOException {
    assertRefused(
        score("blue", "{}"),
        "braid score blue: unknown metric 'blue'; did you mean 'bleu'? Known: ");
    assertRefused(
        score("bleu", "{\"candidats\": [\"a\"],\n \"references\": [[\"a\"]]}"),
        "mine.json:1:2 bleu.candidats: unknown option of metric 'bleu'; did you mean"
            + " 'candidates'?");
    assertRefused(
        score("multilabel", "{\"truth\": [[0, 2]], \"predicted\": [[0, 1]]}"),
        "mine.json:1:16 multilabel.truth[1][2]: must be between 0 and 1, not 2");
    assertRefused(
        score("rank-correlation", "{\"x\": [1, 2], \"y\": [\"a\", null]}"),
        "rank-correlation.y[1]: wants a number, not the text 'a'");
    assertRefused(
        score("rank-correlation", "{\"x\": [1, 2], \"y\": [1]}"),
        "mine.json:1:20 rank-correlation.y: has length 1, where x has 2");
    assertRefused(score("bleu", "[1]"), "mine.json:1:1: wants a mapping such as {\"a\": 1}");
    assertRefused(score("bleu", "{"), ": not JSON: ");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path absent = folder.resolve("absent.json");
    assertRefused(Ran.braid("score", "bleu", absent.toString()), absent.toString());
  }

  @Test
  void aDrawIsNeeded() throws IOException {
    assertRefused(score("bleu", "{}", "--intervals", "0"), "--intervals: wants at least 1, not 0");
  }
}
