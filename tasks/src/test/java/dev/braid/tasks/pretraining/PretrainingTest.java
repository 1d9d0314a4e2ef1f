package dev.braid.tasks.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.Modality;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.data.SpecialIds;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Form;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PretrainingTest {

  private static final PretrainingTask.Contrastive CONTRASTIVE =
      new PretrainingTask.Contrastive(1, 8, 0.1);
  private static final PretrainingTask.Matching MATCHING = new PretrainingTask.Matching(1);
  private static final PretrainingTask.MaskedWords WORDS =
      new PretrainingTask.MaskedWords("text", 1, 0.15);
  private static final PretrainingTask.MaskedPatches PATCHES =
      new PretrainingTask.MaskedPatches("picture", 1, 0.5);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Ids below 6 where 0 is padding and 1 unknown, or a picture; reads nothing. */
  private record Shapes(FeatureSpec features, SpecialIds special) implements Reader {
    @Override
    public Feature read(Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> some, NDManager arrays) {
      throw new UnsupportedOperationException();
    }
  }

  private static TaskContext context(SpecialIds special) {
    Map<String, TaskContext.Input> inputs = new LinkedHashMap<>();
    inputs.put(
        "text",
        new TaskContext.Input(
            "text",
            Modality.TEXT,
            new Shapes(new FeatureSpec(new Shape(-1), ToyPass.WORDS), special)));
    inputs.put(
        "picture",
        new TaskContext.Input(
            "picture",
            Modality.IMAGE,
            new Shapes(new FeatureSpec(new Shape(3, 8, 8), 0), SpecialIds.NONE)));
    return new TaskContext(inputs);
  }

  private static Task task(PretrainingTask.Options options) {
    return new PretrainingTask().create(options, context(new SpecialIds(Set.of(0), 1)));
  }

  private static PretrainingTask.Options options(
      PretrainingTask.@Nullable Contrastive contrastive,
      PretrainingTask.@Nullable Matching matching,
      PretrainingTask.@Nullable MaskedWords words,
      PretrainingTask.@Nullable MaskedPatches patches) {
    return new PretrainingTask.Options(null, null, null, contrastive, matching, words, patches);
  }

  private Head head(Task task, boolean tokens) {
    EncodingSpec fused =
        tokens
            ? new EncodingSpec(ToyPass.WIDTH, Set.of(Form.TOKENS), List.of("text", "picture"))
            : EncodingSpec.pooled((ToyPass.WIDTH + 1) * (ToyPass.WIDTH + 1));
    Head head =
        task.head(new HeadContext(fused, Map.of("text", ToyPass.WIDTH, "picture", ToyPass.WIDTH)));
    head.initialize(manager, 3);
    return head;
  }

  /** The measures over other batches after some steps of plain gradient descent. */
  private Map<String, Double> learned(
      PretrainingTask.Options options, boolean tokens, int steps, double rate) {
    Task task = task(options);
    Head head = head(task, tokens);
    for (int step = 0; step < steps; step++) {
      try (NDManager scope = NDManager.newBaseManager();
          GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        ToyPass pass = new ToyPass(scope, step, 16, 0, tokens);
        collector.backward(task.loss(head.predict(pass), pass.targets()));
      }
      descend(head, rate);
    }
    Evaluation evaluation = task.evaluation();
    for (int batch = 0; batch < 8; batch++) {
      try (NDManager scope = NDManager.newBaseManager()) {
        ToyPass pass = new ToyPass(scope, 1000 + batch, 16, 0, tokens);
        evaluation.add(head.predict(pass), pass.targets(), List.of(), 0);
      }
    }
    return evaluation.result();
  }

  /** By the direction of the gradient alone, so that no step is too long. */
  private static void descend(Head head, double rate) {
    try (NDManager scope = NDManager.newBaseManager()) {
      double squares = 0;
      Map<NDArray, NDArray> gradients = new LinkedHashMap<>();
      for (var parameter : head.trained().values()) {
        NDArray gradient = parameter.getArray().getGradient();
        gradient.attach(scope);
        gradients.put(parameter.getArray(), gradient);
        squares += gradient.square().sum().getFloat();
      }
      double length = rate / Math.max(Math.sqrt(squares), 1);
      gradients.forEach(
          (value, gradient) -> {
            value.setRequiresGradient(false);
            value.subi(gradient.mul(length));
            value.setRequiresGradient(true);
          });
    }
  }

  private static double measure(Map<String, Double> measures, String name) {
    return java.util.Objects.requireNonNull(measures.get(name), name);
  }

  @Test
  void wordsAreFilledInFromThePicture() {
    // A word masked with both of its text visible nowhere else: 4 colours, chance 1/4. Half of the
    // texts keep their other word, the picture tells in all of them.
    double accuracy =
        measure(
            learned(options(null, null, WORDS, null), false, 150, 0.5), "masked_words_accuracy");
    assertThat(accuracy).isGreaterThan(0.95);
  }

  @Test
  void wordsAreTakenFromTheirPlacesWhereTheOperatorYieldsThem() {
    // Tokens that no attention has mixed know nothing of the picture, only what was left standing:
    // 20 % of what is chosen, of which half is another word.
    double accuracy =
        measure(learned(options(null, null, WORDS, null), true, 150, 0.5), "masked_words_accuracy");
    assertThat(accuracy).isBetween(0.15, 0.6);
  }

  @Test
  void onlyRealWordsAreMaskedAndOneOfEveryText() {
    Task task = task(options(null, null, WORDS, null));
    Head head = head(task, false);
    ToyPass pass = new ToyPass(manager, 5, 64, 16, false);
    double[] sums = Objective.sums(head.predict(pass).get(0));
    long[] before = pass.features("text").values().toLongArray();
    long[] after = pass.encoded.get(0).values().toLongArray();
    boolean[] real =
        java.util.Objects.requireNonNull(pass.features("text").mask()).toBooleanArray();
    int unknown = 0;
    for (int i = 0; i < before.length; i++) {
      if (!real[i]) {
        assertThat(after[i]).isEqualTo(before[i]);
      }
      unknown += after[i] == 1 ? 1 : 0;
    }
    // 48 texts have words, two each: at least one is chosen of each and few more.
    assertThat(sums[2]).isBetween(48.0, 62.0);
    assertThat(unknown / sums[2]).isBetween(0.65, 0.95);
  }

  @Test
  void theSameSeedMasksTheSame() {
    Task task = task(options(CONTRASTIVE, MATCHING, WORDS, PATCHES));
    Head head = head(task, false);
    float[] first = all(head.predict(new ToyPass(manager, 5, 16, 2, false)));
    assertThat(all(head.predict(new ToyPass(manager, 5, 16, 2, false)))).containsExactly(first);
  }

  private static float[] all(NDList outputs) {
    List<Float> values = new ArrayList<>();
    for (NDArray output : outputs) {
      for (float value :
          output.toType(ai.djl.ndarray.types.DataType.FLOAT32, true).toFloatArray()) {
        values.add(value);
      }
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  @Test
  void rightPairsAreToldFromWrongOnes() {
    // Two of three pairs are wrong, so saying so always is right for 2/3.
    double accuracy =
        measure(
            learned(options(CONTRASTIVE, MATCHING, null, null), false, 200, 1.0),
            "matching_accuracy");
    assertThat(accuracy).isGreaterThan(0.95);
  }

  @Test
  void pairsFindEachOther() {
    // Four colours among 16 pairs: a target drawn at random belongs to a query in 1 of 4.
    double accuracy =
        measure(
            learned(options(CONTRASTIVE, null, null, null), false, 150, 0.5),
            "contrastive_accuracy");
    assertThat(accuracy).isGreaterThan(0.95);
  }

  @Test
  void patchesArePaintedBetterThanByTheMeanColour() {
    // The mean colour of the batch has a loss of 1; the picture's other quarters tell the colour.
    double loss =
        measure(
            learned(options(null, null, null, PATCHES), false, 500, 0.05), "masked_patches_loss");
    assertThat(loss).isLessThan(0.75);
  }

  @Test
  void aBatchWithoutAnyTextIsFiniteAndHasGradients() {
    Task task = task(options(CONTRASTIVE, MATCHING, WORDS, PATCHES));
    Head head = head(task, false);
    ToyPass pass = new ToyPass(manager, 5, 4, 4, false);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = task.loss(head.predict(pass), pass.targets());
      assertThat(loss.getFloat()).isFinite();
      collector.backward(loss);
    }
  }

  @Test
  void whatCannotBeMaskedIsRefused() {
    Task deaf =
        new PretrainingTask().create(options(null, null, WORDS, null), context(SpecialIds.NONE));
    assertThatThrownBy(() -> deaf.fit(List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("task.masked_words: input 'text' has no words that can be masked");
    Task blind = task(options(null, null, null, new PretrainingTask.MaskedPatches("text", 1, 0.5)));
    assertThatThrownBy(() -> blind.fit(List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("task.masked_patches: input 'text' has no patches to paint");
  }

  @Test
  void problemsOfOptionsAreNamed() {
    List<String> found = new ArrayList<>();
    PretrainingTask factory = new PretrainingTask();
    factory.check(
        options(null, null, null, null), (option, text) -> found.add(option + ":" + text));
    PretrainingTask.Options wrong =
        options(CONTRASTIVE, null, new PretrainingTask.MaskedWords("words", 1, 0.15), null);
    factory.intake(
        wrong, List.of("text", "picture"), (option, text) -> found.add(option + ":" + text));
    factory.intake(
        options(CONTRASTIVE, null, null, null),
        List.of("text"),
        (option, text) -> found.add(option + ":" + text));
    assertThat(found)
        .containsExactly(
            ":names no objective; known: contrastive, masked_patches, masked_words, matching, such as {type: pretraining, contrastive: {}}",
            "masked_words:there is no input 'words'; known: text, picture",
            "target:a pair has two sides, and both are 'text'");
  }

  @Test
  void anInputIsTakenInEveryFormThatAnObjectiveNeeds() {
    Intake intake =
        new PretrainingTask()
            .intake(
                options(CONTRASTIVE, null, WORDS, null),
                List.of("text", "picture"),
                (option, text) -> {
                  throw new AssertionError(text);
                });
    assertThat(intake.alone())
        .containsEntry("text", Set.of(Form.POOLED, Form.TOKENS))
        .containsEntry("picture", Set.of(Form.POOLED));
  }
}
