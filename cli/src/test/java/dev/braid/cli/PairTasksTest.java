package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EmbeddingTask;
import dev.braid.api.model.Side;
import dev.braid.core.experiment.TrainedModel;
import dev.braid.core.parts.PartCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tasks {@code retrieval} and {@code matching} as a user trains them: sentences of three words
 * with their translation into another vocabulary, measured on combinations of words that were not
 * learned from.
 */
class PairTasksTest {

  private static final List<List<String>> ENGLISH =
      List.of(
          List.of("small", "large", "old", "new", "heavy"),
          List.of("red", "blue", "green", "black", "white"),
          List.of("house", "tree", "ship", "bird", "stone"));
  private static final List<List<String>> GERMAN =
      List.of(
          List.of("kleines", "grosses", "altes", "neues", "schweres"),
          List.of("rotes", "blaues", "gruenes", "schwarzes", "weisses"),
          List.of("haus", "gewaechs", "schiff", "tier", "felsstueck"));

  private static final String SPEC =
      """
      name: pairs
      data: {type: table, train: train.jsonl, test: test.jsonl}
      inputs:
        english: {modality: text, encoder: {type: bag, width: 32}}
        german: {modality: text, encoder: {type: bag, width: 32}}
      task: {type: retrieval, width: 16}
      training: {epochs: 20, batch: 20, validation: 0.2, threads: 1, seed: 3, optimizer: {type: adam, learning_rate: 0.02}}
      """;

  @TempDir static Path folder;
  private static Path retrieval;

  @BeforeAll
  static void prepare() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 125; i++) {
      int[] words = {i / 25, i / 5 % 5, i % 5};
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.put("english", sentence(ENGLISH, words)).put("german", sentence(GERMAN, words));
      lines.add(line.toString());
    }
    Collections.shuffle(lines, new Random(1));
    Files.write(folder.resolve("train.jsonl"), lines.subList(0, 100));
    Files.write(folder.resolve("test.jsonl"), lines.subList(100, 125));
    Files.writeString(folder.resolve("pairs.yaml"), SPEC);
    retrieval = train("retrieval");
  }

  private static String sentence(List<List<String>> vocabulary, int... words) {
    List<String> sentence = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      sentence.add(vocabulary.get(i).get(words[i]));
    }
    return String.join(" ", sentence);
  }

  private static Path train(String name, String... more) {
    return train(folder.resolve("pairs.yaml"), name, more);
  }

  private static Path train(Path spec, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                spec.toString(),
                "--runs",
                folder.resolve("runs").toString(),
                "name=" + name));
    arguments.addAll(List.of(more));
    Ran ran = braid(arguments.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return folder.resolve("runs").resolve(name).resolve("1");
  }

  private static JsonNode test(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("test.json").toFile());
  }

  private static Map<String, float[]> last(Path run, int step) throws IOException {
    return RunFiles.values(run.resolve("checkpoints/" + step + "/model.safetensors"));
  }

  @Test
  void retrievalFindsTranslationsOfSentencesItDidNotLearnFrom() throws Exception {
    JsonNode test = test(retrieval);
    JsonNode measures = test.path("measures");
    assertThat(test.at("/details/queries").asInt()).isEqualTo(25);
    assertThat(test.at("/details/chance/query_to_target.recall@1").asDouble()).isEqualTo(0.04);
    assertThat(measures.path("query_to_target.recall@1").asDouble()).isGreaterThan(0.6);
    assertThat(measures.path("target_to_query.recall@1").asDouble()).isGreaterThan(0.6);
    assertThat(measures.path("mrr").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void aRetrievalRunMeasuresAndPredictsAgain() throws Exception {
    Ran ran = braid("evaluate", retrieval.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .containsPattern("mrr +%.4f".formatted(test(retrieval).at("/measures/mrr").asDouble()));
    Ran right = predict(retrieval, "small red ship", "kleines rotes schiff");
    Ran wrong = predict(retrieval, "small red ship", "schweres weisses haus");
    assertThat(right.out()).startsWith("match");
    assertThat(number(right, "match")).isGreaterThan(number(wrong, "match"));
    assertThat(braid("predict", retrieval.toString(), "--english", "small red ship").code())
        .isZero();
  }

  private static Ran predict(Path run, String english, String german) {
    Ran ran = braid("predict", run.toString(), "--english", english, "--german", german);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  @Test
  void oneSideIsEmbeddedWithoutTheOther() throws Exception {
    PartCatalog catalog = PartCatalog.discover(getClass().getClassLoader());
    Sample both =
        new Sample("x:1", Map.of("english", "small red ship", "german", "kleines rotes schiff"));
    Sample german = new Sample("x:2", Map.of("german", "kleines rotes schiff"));
    Sample english = new Sample("x:3", Map.of("english", "old blue tree"));
    try (TrainedModel model = TrainedModel.load(retrieval, List.of(), catalog)) {
      EmbeddingTask task = Objects.requireNonNull(model.embedding());
      float[][] targets = model.embed(task, Side.TARGET, List.of(both, german));
      assertThat(targets[1]).containsExactly(targets[0], within(1e-6f)).hasSize(16);
      float[][] queries = model.embed(task, Side.QUERY, List.of(both, english));
      assertThat(cosine(queries[0], targets[0])).isGreaterThan(cosine(queries[1], targets[0]));
      assertThat(cosine(targets[0], targets[0])).isCloseTo(1, within(1e-5));
      assertThatThrownBy(() -> model.embed(task, Side.QUERY, List.of(german)))
          .isInstanceOf(BadDataException.class)
          .hasMessage("x:2: has none of the inputs english");
    }
  }

  private static String index(Path entries, String name) {
    String index = folder.resolve(name).toString();
    Ran made = braid("index", retrieval.toString(), "--data", entries.toString(), "--out", index);
    assertThat(made.code()).as(made.err()).isZero();
    return index;
  }

  @Test
  void anIndexOfARunFindsATranslation() throws Exception {
    Path entries = folder.resolve("entries.jsonl");
    Files.write(
        entries,
        List.of(
            "{\"german\": \"kleines rotes schiff\"}",
            "{\"german\": \"schweres weisses haus\"}",
            "{\"german\": \"altes blaues tier\"}"));
    String index = index(entries, "index");
    Ran found = braid("search", index, "--text", "heavy white house", "--top", "1", "--json");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out()).contains("schweres weisses haus").doesNotContain("schiff");
  }

  @Test
  void whatWasFoundIsOrderedByTheProbabilitiesOfAMatchingRun() throws Exception {
    Path run =
        train(
            "judge",
            "fusion=product",
            "task={type: matching, negatives: random, hidden: [8]}",
            "training.epochs=2");
    String index = index(folder.resolve("test.jsonl"), "judged");
    String[] search = {"search", index, "--text", "heavy white house", "--json"};
    List<JsonNode> near = hits(with(search, "--top", "10"));
    List<JsonNode> judged =
        hits(with(search, "--rerank", run.toString(), "--candidates", "10", "--top", "4"));
    Map<String, Double> expected = new HashMap<>();
    for (JsonNode hit : near) {
      Ran ran = predict(run, "heavy white house", hit.at("/fields/german").asText());
      expected.put(hit.path("id").asText(), number(ran, "true") / 100);
    }
    List<Double> best =
        expected.values().stream().sorted(Comparator.reverseOrder()).limit(4).toList();
    assertThat(judged).hasSize(4);
    for (int i = 0; i < 4; i++) {
      double score = judged.get(i).path("score").asDouble();
      assertThat(score).isCloseTo(best.get(i), within(1e-4));
      assertThat(score).isCloseTo(expected.get(judged.get(i).path("id").asText()), within(1e-4));
    }
  }

  private static List<JsonNode> hits(String... search) throws IOException {
    Ran ran = braid(search);
    assertThat(ran.code()).as(ran.err()).isZero();
    List<JsonNode> hits = new ArrayList<>();
    for (String line : ran.out().lines().toList()) {
      hits.add(new ObjectMapper().readTree(line));
    }
    return hits;
  }

  @Test
  void aRunThatCannotJudgeWhatWasFoundIsRefused() throws Exception {
    String index = index(folder.resolve("test.jsonl"), "refused");
    assertThat(rerank(index, retrieval))
        .contains("its task is 'retrieval'; --rerank wants a run of task 'matching'");
    String file = Files.readString(folder.resolve("pairs.yaml")).replace("german:", "deutsch:");
    Path other = Files.writeString(folder.resolve("other.yaml"), file);
    Path run =
        train(
            other,
            "other",
            "inputs.deutsch.column=german",
            "fusion=product",
            "task={type: matching, negatives: random}",
            "training.epochs=1");
    assertThat(rerank(index, run))
        .contains(
            "judges other inputs: deutsch (text), english (text); --rerank wants those that the"
                + " index compares: english (text), german (text)");
  }

  private static String rerank(String index, Path run) {
    Ran ran = braid("search", index, "--text", "red", "--rerank", run.toString());
    assertThat(ran.code()).as(ran.out()).isEqualTo(Failures.BAD_INPUT);
    return ran.err();
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The probability of a label, in per cent. */
  private static double number(Ran ran, String label) {
    String line = ran.out().lines().filter(one -> one.startsWith(label)).findFirst().orElseThrow();
    return Double.parseDouble(line.split("\\s+")[1]);
  }

  @Test
  void accumulatedBatchesGiveTheUpdatesOfOneLargeBatch() throws Exception {
    String[] sgd = {
      "training.epochs=2",
      "training.validation=0",
      "training.optimizer={type: sgd, learning_rate: 0.1}"
    };
    Map<String, float[]> large =
        last(train("large", with(sgd, "training.batch=40", "task.queue=30")), 6);
    Map<String, float[]> small =
        last(
            train(
                "small", with(sgd, "training.batch=10", "training.accumulate=4", "task.queue=30")),
            6);
    assertThat(small.keySet()).isEqualTo(large.keySet());
    Map<String, float[]> start =
        last(train("start", with(sgd, "training.max_steps=1", "training.batch=40")), 1);
    assertThat(large.get("head.embeddings.query.linear.weight"))
        .isNotEqualTo(start.get("head.embeddings.query.linear.weight"));
    large.forEach(
        (name, values) ->
            assertThat(small.get(name)).as(name).containsExactly(values, within(1e-5f)));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void accumulatedBatchesWithDropoutAreRepeatable() throws Exception {
    String[] deep = {
      "training.epochs=1",
      "training.batch=10",
      "training.accumulate=4",
      "inputs.english.encoder={type: lstm, width: 8, embedding: 8, layers: 2, dropout: 0.5}"
    };
    Map<String, float[]> once = last(train("once", deep), 2);
    Map<String, float[]> again = last(train("again", deep), 2);
    once.forEach((name, values) -> assertThat(again.get(name)).as(name).containsExactly(values));
  }

  @Test
  void aRunWithAQueueGoesOnExactly() throws Exception {
    Path run = train("queue", "training.epochs=3", "task.queue=50", "training.checkpoint.keep=3");
    Map<String, String> expected = RunFiles.of(run);
    Path file = run.resolve("run.json");
    Files.writeString(
        file, Files.readString(file).replace("\"finished\" : true", "\"finished\" : false"));
    Files.delete(run.resolve("test.json"));
    Path weights = run.resolve("checkpoints/12/model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    Ran ran = braid("train", "--resume", run.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).containsPattern("resuming after step [48]\n");
    assertThat(RunFiles.of(run)).isEqualTo(expected);
    assertThat(last(run, 12)).containsKey("head.queue.embeddings");
  }

  @Test
  void matchingTellsPairsApartAndTakesItsThresholdFromValidation() throws Exception {
    Path run =
        train(
            "matching",
            "fusion=product",
            "task={type: matching, width: 16, hidden: [32]}",
            "training.epochs=30");
    JsonNode test = test(run);
    JsonNode measures = test.path("measures");
    // Chance is 0.5, whatever the share of pairs that belong together.
    assertThat(measures.path("auc").asDouble()).isGreaterThan(0.9);
    assertThat(measures.path("threshold").asDouble())
        .isEqualTo(test.at("/validation/best_threshold").asDouble());
    assertThat(measures.path("f1_at_threshold").asDouble()).isGreaterThan(0.6);
    Ran ran = braid("evaluate", run.toString());
    assertThat(ran.out())
        .containsPattern(
            "f1_at_threshold +%.4f".formatted(measures.path("f1_at_threshold").asDouble()));
    Ran right = predict(run, "small red ship", "kleines rotes schiff");
    Ran wrong = predict(run, "small red ship", "schweres weisses haus");
    assertThat(number(right, "true")).isGreaterThan(number(wrong, "true"));
  }

  @Test
  void aFusionThatNothingNeedsAndAnInputThatIsNotThereAreProblems() {
    Ran ran =
        braid(
            "train",
            folder.resolve("pairs.yaml").toString(),
            "fusion=concat",
            "task.query=[englsh]");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("there is no input 'englsh'; known: english, german");
  }
}
