package dev.braid.tasks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EmbeddingTask;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Form;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Side;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Sides;
import dev.braid.tasks.labels.LabelColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Measures of a few embeddings, worked out by hand. */
class RetrievalEvaluationTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void free() {
    manager.close();
  }

  private static RetrievalTask.Options options(
      List<String> query, List<String> target, ContrastiveLoss loss, String metric) {
    return new RetrievalTask.Options(query, target, null, 2, loss, 0.2, 0.1, true, 0, metric);
  }

  private static EmbeddingTask task(@Nullable String key, ContrastiveLoss loss) {
    return new DualEncoder(
        options(List.of(), List.of(), loss, "mrr"),
        new Sides(List.of("text"), List.of("picture")),
        new Belonging(
            List.of("text"),
            List.of("picture"),
            key == null ? null : new LabelColumn(key, "key", false)));
  }

  private static Sample sample(String text, String picture, String scene) {
    return new Sample("t:1", Map.of("text", text, "picture", picture, "scene", scene));
  }

  /** The embedding at an angle. */
  private static float[] at(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  private NDList outputs(double[] queries, double[] targets, boolean... present) {
    int size = queries.length;
    float[] here = new float[2 * size];
    for (int i = 0; i < size; i++) {
      here[2 * i] = 1;
      here[2 * i + 1] = present.length == 0 || present[i] ? 1 : 0;
    }
    return new NDList(
        vectors(queries),
        vectors(targets),
        manager.create(here, new Shape(size, 2)),
        manager.create(new float[] {10, -1}, new Shape(1, 2)).broadcast(new Shape(size, 2)));
  }

  private NDArray vectors(double... degrees) {
    float[] all = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      System.arraycopy(at(degrees[i]), 0, all, 2 * i, 2);
    }
    return manager.create(all, new Shape(degrees.length, 2));
  }

  private Map<String, Double> measure(
      EmbeddingTask task, List<Sample> samples, NDList outputs, Map<String, Object> details)
      throws Exception {
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, task.targets(samples, false, manager), samples, 1.5);
    details.putAll(evaluation.details());
    return evaluation.result();
  }

  /** Two texts of picture p, one of q and one of r. */
  private static final List<Sample> SAMPLES =
      List.of(
          sample("p one", "p", "x"),
          sample("p two", "p", "x"),
          sample("q one", "q", "y"),
          sample("r one", "r", "x"));

  private static final double[] QUERIES = {0, 80, 60, 200};
  private static final double[] TARGETS = {10, 10, 90, 180};

  @Test
  void everyDistinctValueIsSearchedAmongAllOfTheOtherSide() throws Exception {
    Map<String, Object> details = new LinkedHashMap<>();
    Map<String, Double> result =
        measure(task(null, ContrastiveLoss.INFO_NCE), SAMPLES, outputs(QUERIES, TARGETS), details);
    // Queries at 0, 80, 60, 200; targets p 10, q 90, r 180. Ranks of what belongs: 1, 2, 1, 1.
    assertThat(result.get("query_to_target.recall@1")).isEqualTo(0.75);
    assertThat(result.get("query_to_target.mrr")).isEqualTo((1 + 0.5 + 1 + 1) / 4);
    assertThat(result.get("query_to_target.median_rank")).isEqualTo(1);
    assertThat(result.get("query_to_target.mean_rank")).isEqualTo(1.25);
    // From p the queries come at 0, 60, 80, 200: its own at places 1 and 3. From q at 80, 60: 2.
    assertThat(result.get("target_to_query.recall@1")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(result.get("target_to_query.map"))
        .isCloseTo(((1 + 2 / 3.0) / 2 + 0.5 + 1) / 3, within(1e-12));
    assertThat(result.get("mrr")).isCloseTo((3.5 / 4 + 2.5 / 3) / 2, within(1e-12));
    assertThat(result.get("recall@5")).isEqualTo(1);
    assertThat(result.get("loss")).isEqualTo(1.5);
    assertThat(details).containsEntry("queries", 4).containsEntry("targets", 3);
    assertThat(details.get("chance"))
        .isEqualTo(
            Map.of(
                "query_to_target.recall@1", 1 / 3.0,
                "target_to_query.recall@1", (0.5 + 0.25 + 0.25) / 3));
  }

  @Test
  void anEqualKeyBelongsAsWell() throws Exception {
    Map<String, Double> result =
        measure(
            task("scene", ContrastiveLoss.INFO_NCE),
            SAMPLES,
            outputs(QUERIES, TARGETS),
            new LinkedHashMap<>());
    // p and r are of one scene, whose three texts find one of them first but for the one at 80.
    assertThat(result.get("query_to_target.recall@1")).isEqualTo(0.75);
    // The text at 0 finds p and r at 1 and 3, that at 80 at 2 and 3, that at 200 at 2 and 1.
    assertThat(result.get("query_to_target.map"))
        .isCloseTo(
            ((1 + 2 / 3.0) / 2 + (0.5 + 2 / 3.0) / 2 + 1 + (1 + 2 / 3.0) / 2) / 4, within(1e-12));
  }

  @Test
  void aTextThatSeveralPicturesHaveBelongsToEachOfThem() throws Exception {
    List<Sample> samples = List.of(sample("same", "p", ""), sample("same", "q", ""));
    Map<String, Object> details = new LinkedHashMap<>();
    Map<String, Double> result =
        measure(
            task(null, ContrastiveLoss.INFO_NCE),
            samples,
            outputs(new double[] {0, 0}, new double[] {50, 10}),
            details);
    assertThat(details).containsEntry("queries", 1);
    assertThat(result.get("map")).isEqualTo(1);
  }

  @Test
  void aSampleThatLacksASideTakesNoPart() throws Exception {
    Map<String, Object> details = new LinkedHashMap<>();
    measure(
        task(null, ContrastiveLoss.INFO_NCE),
        SAMPLES,
        outputs(QUERIES, TARGETS, true, true, true, false),
        details);
    assertThat(details)
        .containsEntry("queries", 3)
        .containsEntry("targets", 2)
        .containsEntry("samples_without_a_side", 1L);
  }

  @Test
  void aPairIsDecodedToHowWellItGoesTogether() {
    NDList outputs = outputs(new double[] {0, 0}, new double[] {60, 180});
    assertThat(task(null, ContrastiveLoss.INFO_NCE).decode(outputs, 5))
        .satisfiesExactly(
            first -> {
              assertThat(first).hasSize(1);
              assertThat(first.get(0).label()).isEqualTo("match");
              assertThat(first.get(0).probability()).isCloseTo(0.75, within(1e-6));
            },
            second -> assertThat(second.get(0).probability()).isCloseTo(0, within(1e-6)));
    assertThat(task(null, ContrastiveLoss.SIGMOID).decode(outputs, 5).get(0).get(0).probability())
        .isCloseTo(1 / (1 + Math.exp(-(10 * 0.5 - 1))), within(1e-6));
  }

  @Test
  void eachSideHasItsEmbeddings() {
    NDList outputs = outputs(QUERIES, TARGETS);
    EmbeddingTask task = task(null, ContrastiveLoss.INFO_NCE);
    assertThat(task.inputs(Side.QUERY)).containsExactly("text");
    assertThat(task.width()).isEqualTo(2);
    assertThat(task.embed(Side.TARGET, outputs)).isSameAs(outputs.get(1));
    assertThat(task.embed(Side.QUERY, outputs)).isSameAs(outputs.get(0));
  }

  @Test
  void aSideOfSeveralInputsIsFusedAndTheOtherTakenAsItIs() {
    List<String> found = new ArrayList<>();
    RetrievalTask factory = new RetrievalTask();
    Intake intake =
        factory.intake(
            options(List.of(), List.of("photo"), ContrastiveLoss.INFO_NCE, "mrr"),
            List.of("picture", "change", "photo"),
            (option, message) -> found.add(option + ": " + message));
    assertThat(found).isEmpty();
    assertThat(intake)
        .isEqualTo(Intake.fusing(List.of("picture", "change")).with("photo", Form.POOLED));
    factory.intake(
        options(List.of("a", "b"), List.of("c", "d"), ContrastiveLoss.INFO_NCE, "mrr"),
        List.of("a", "b", "c", "d"),
        (option, message) -> found.add(option + ": " + message));
    assertThat(found)
        .containsExactly(
            "target: both sides have several inputs, and one fusion can join those of one side");
  }

  @Test
  void aMeasureThatThereIsNotIsAProblem() {
    List<String> found = new ArrayList<>();
    new RetrievalTask()
        .check(
            options(List.of(), List.of(), ContrastiveLoss.INFO_NCE, "recall@7"),
            (option, message) -> found.add(option + ": " + message));
    assertThat(found)
        .containsExactly("metric: 'recall@7' is none of mrr, map, recall@1, recall@5, recall@10");
  }
}
