package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Judged;
import dev.braid.core.data.Batches;
import dev.braid.core.data.FeatureCache;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Pass;
import dev.braid.core.engine.GradMode;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.Evaluator;
import dev.braid.core.train.balance.Balance;
import dev.braid.core.train.balance.HeadTally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code training.balance} does to losses and gradients of a composed model. */
class BalanceTest {

  private static final String SPEC =
      """
      data: {type: table, train: none.jsonl}
      inputs:
        title: {modality: text, encoder: {type: bag, width: 6}}
        body: {modality: text, encoder: {type: lstm, embedding: 5, width: 4}}
      fusion: concat
      task: {type: qa, hidden: [5]}
      training: {batch: 3}
      """;

  private final NDManager manager = NDManager.newBaseManager();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(manager));

  @AfterEach
  void free() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static Sample sample(String id, String title, String body, String answer) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!title.isEmpty()) {
      values.put("title", title);
    }
    if (!body.isEmpty()) {
      values.put("body", body);
    }
    values.put("answer", answer);
    return new Sample(id, values);
  }

  private static final List<Sample> SAMPLES =
      List.of(
          sample("1", "red", "a b c", "yes"),
          sample("2", "blue", "c b a", "no"),
          sample("3", "", "a a", "no"),
          sample("4", "green", "", "yes"),
          sample("5", "red", "", "no"),
          sample("6", "", "", "yes"));

  /** A model with values from a seed, and what belongs to it. */
  private final class Rig {
    private final Composition composition;
    private final BraidModel model;
    private final Batches batches;
    private final Balance balance;

    Rig(String... overrides) throws Exception {
      GradMode.off();
      CheckedSpec spec =
          SpecChecker.check(
              Overrides.apply(SpecReader.parse(SPEC, "m.yaml"), List.of(overrides)),
              PartCatalog.discover(BalanceTest.class.getClassLoader()));
      composition = new Composition(spec);
      Map<String, String> columns = new LinkedHashMap<>();
      Map<String, FeatureCache> caches = new LinkedHashMap<>();
      for (Map.Entry<String, Reader> entry : composition.readers().entrySet()) {
        String name = entry.getKey();
        columns.put(name, name);
        entry
            .getValue()
            .fit(SAMPLES.stream().map(one -> one.value(name)).filter(Objects::nonNull).toList());
        caches.put(name, new FeatureCache(entry.getValue(), 1 << 20));
      }
      composition.task().fit(SAMPLES);
      model = composition.model();
      model.initialize(manager, 3);
      batches = new Batches(columns, caches, 1);
      open.add(0, batches);
      balance = new Balance(model, composition.task(), spec.training(), batches);
    }

    HostBatch batch(List<Sample> samples) throws Exception {
      return Objects.requireNonNull(batches.of(samples, samples.size()).next());
    }

    /** The loss that is minimised, and the gradients it leaves. */
    Map<String, NDArray> gradients(List<Sample> samples) throws Exception {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(balance.loss(batch(samples), manager, 0).total());
      }
      Map<String, NDArray> gradients = new TreeMap<>();
      model
          .named()
          .forEach(
              (name, parameter) -> {
                NDArray gradient = parameter.getArray().getGradient();
                gradient.attach(manager);
                gradients.put(name, gradient);
              });
      return gradients;
    }

    /** The end of an epoch whose validation split this is. */
    Map<String, Double> epoch(int epoch, List<Sample> held) throws Exception {
      HeadTally heads = held.isEmpty() ? null : balance.tally();
      if (heads != null) {
        new Evaluator(model, composition.task(), 3)
            .run(batches, Pass.of(held, 3), Evaluator.Sink.NONE, heads);
      }
      return balance.epoch(epoch, heads);
    }

    /** The loss of an input's head over samples that all have it. */
    double alone(String input, List<Sample> samples) throws Exception {
      Encoding encoding = model.encode(input, batch(samples), manager, false);
      NDList outputs = model.judge(input, new Judged(encoding, null, manager, false, 0));
      return composition
          .task()
          .loss(outputs, composition.task().targets(samples, true, manager))
          .getFloat();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"concat", "cross-attention"})
  void samplesWithoutAnInputAreLeftOutOfItsLoss(String fusion) throws Exception {
    String operator =
        fusion.equals("concat")
            ? fusion
            : "{type: cross-attention, width: 4, heads: 2, feed_forward: 8, dropout: 0}";
    Rig rig = new Rig("training.balance={auxiliary: {weight: 0.25}}", "fusion=" + operator);
    Balance.Loss loss = rig.balance.loss(rig.batch(SAMPLES), manager, 0);
    double title =
        rig.alone("title", List.of(SAMPLES.get(0), SAMPLES.get(1), SAMPLES.get(3), SAMPLES.get(4)));
    double body = rig.alone("body", SAMPLES.subList(0, 3));
    assertThat((double) loss.total().getFloat())
        .isCloseTo(loss.fused().getFloat() + 0.25 * (title + body), within(1e-5));
    assertThat(title).isNotCloseTo(body, within(1e-3));
  }

  @Test
  void anInputThatNoSampleHasIsJudgedByNothing() throws Exception {
    Rig rig = new Rig("training.balance={auxiliary: {weight: 1}}");
    List<Sample> titles = SAMPLES.subList(3, 5);
    Balance.Loss loss = rig.balance.loss(rig.batch(titles), manager, 0);
    assertThat((double) loss.total().getFloat())
        .isCloseTo(loss.fused().getFloat() + rig.alone("title", titles), within(1e-5));
  }

  @Test
  void withoutBalanceThereIsNoHeadAndTheLossIsTheTasks() throws Exception {
    Rig rig = new Rig();
    assertThat(rig.model.named().keySet()).noneMatch(name -> name.startsWith("auxiliary."));
    Balance.Loss loss = rig.balance.loss(rig.batch(SAMPLES), manager, 0);
    assertThat(loss.total()).isSameAs(loss.fused());
    rig.balance.begin(SAMPLES, List.of());
    assertThat(rig.epoch(1, SAMPLES)).isEmpty();
  }

  @Test
  void headsThatOnlyObserveLeaveEveryOtherGradientAsItWas() throws Exception {
    Map<String, NDArray> plain = new Rig().gradients(SAMPLES);
    Map<String, NDArray> observed =
        new Rig("training.balance={ogm_ge: {alpha: 0, noise: false}}").gradients(SAMPLES);
    assertThat(plain).isNotEmpty();
    plain.forEach(
        (name, gradient) ->
            assertThat(observed.get(name).toFloatArray())
                .as(name)
                .isEqualTo(gradient.toFloatArray()));
    assertThat(observed.keySet().stream().filter(name -> name.startsWith("auxiliary.")))
        .hasSize(8)
        .allMatch(name -> observed.get(name).abs().sum().getFloat() > 0);
  }

  @Test
  void auxiliaryLossesReachTheEncoders() throws Exception {
    Map<String, NDArray> plain = new Rig().gradients(SAMPLES);
    Map<String, NDArray> helped =
        new Rig("training.balance={auxiliary: {weight: 1}}").gradients(SAMPLES);
    plain.forEach(
        (name, gradient) -> {
          if (name.startsWith("encoders.")) {
            assertThat(helped.get(name).toFloatArray())
                .as(name)
                .isNotEqualTo(gradient.toFloatArray());
          }
        });
  }

  @Test
  void modulationDampsTheEncoderWithTheSmallerLoss() throws Exception {
    Rig rig = new Rig("training.balance={ogm_ge: {alpha: 0.5, noise: false, from_epoch: 2}}");
    List<Sample> whole = SAMPLES.subList(0, 2);
    double title = rig.alone("title", whole);
    double body = rig.alone("body", whole);
    String leader = title < body ? "encoders.title." : "encoders.body.";
    double factor = 1 - Math.tanh(0.5 * Math.exp(Math.abs(title - body)));
    Map<String, NDArray> gradients = rig.gradients(whole);
    Map<String, float[]> before = new TreeMap<>();
    gradients.forEach((name, gradient) -> before.put(name, gradient.toFloatArray()));
    rig.balance.modulate(gradients, 1, 1);
    gradients.forEach(
        (name, gradient) ->
            assertThat(gradient.toFloatArray())
                .as("%s in epoch 1", name)
                .isEqualTo(before.get(name)));
    rig.balance.loss(rig.batch(whole), manager, 0);
    rig.balance.modulate(gradients, 2, 2);
    gradients.forEach(
        (name, gradient) -> {
          float[] old = before.get(name);
          float[] now = gradient.toFloatArray();
          for (int i = 0; i < old.length; i++) {
            double wanted = name.startsWith(leader) ? old[i] * factor : old[i];
            assertThat((double) now[i]).as(name).isCloseTo(wanted, within(1e-6));
          }
        });
    rig.balance.begin(SAMPLES, List.of());
    Map<String, Double> figures = rig.epoch(2, List.of());
    assertThat(figures.values())
        .containsExactlyInAnyOrder(1.0, figures.values().stream().min(Double::compare).get());
    assertThat(figures.get("balance.factor." + leader.split("\\.")[1]))
        .isCloseTo(factor, within(1e-6));
  }

  @Test
  void theHeadsFiguresAreOverTheSamplesThatHaveTheInput() throws Exception {
    Rig rig = new Rig("training.balance={auxiliary: {}}");
    rig.balance.begin(SAMPLES, SAMPLES);
    Map<String, Double> figures = rig.epoch(1, SAMPLES);
    assertThat(figures.keySet())
        .containsExactly(
            "auxiliary.title.loss",
            "auxiliary.title.accuracy",
            "auxiliary.body.loss",
            "auxiliary.body.accuracy");
    assertThat(figures.get("auxiliary.body.loss"))
        .isCloseTo(rig.alone("body", SAMPLES.subList(0, 3)), within(1e-5));
  }

  /** Through JSON, as a checkpoint holds it. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> saved(Balance balance) throws Exception {
    ObjectMapper json = new ObjectMapper();
    return json.readValue(json.writeValueAsString(balance.values()), Map.class);
  }

  @Test
  void aRestoredStateGoesOnWithTheSameWeights() throws Exception {
    String[] spec = {
      "training.balance={gradient_blending: {every: 2, equal: 0.2}, ogm_ge: {noise: false}}"
    };
    Rig first = new Rig(spec);
    first.balance.begin(SAMPLES, SAMPLES.subList(0, 4));
    // Other values than the run began with, so that the losses have moved.
    first.model.initialize(manager, 8);
    first.balance.modulate(first.gradients(SAMPLES), 1, 1);
    Rig second = new Rig(spec);
    second.model.initialize(manager, 8);
    second.balance.restore(Map.of(), saved(first.balance));
    second.balance.begin(SAMPLES, SAMPLES.subList(0, 4));
    for (int epoch = 1; epoch <= 2; epoch++) {
      Map<String, Double> figures = first.epoch(epoch, SAMPLES.subList(0, 4));
      assertThat(second.epoch(epoch, SAMPLES.subList(0, 4))).isEqualTo(figures);
      double sum =
          figures.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("balance.weight."))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      assertThat(sum).isCloseTo(1, within(1e-9));
    }
    assertThat(second.balance.values()).isEqualTo(first.balance.values());
    assertThat(second.balance.loss(second.batch(SAMPLES), manager, 0).total().getFloat())
        .isEqualTo(first.balance.loss(first.batch(SAMPLES), manager, 0).total().getFloat());
    Rig fresh = new Rig(spec);
    fresh.model.initialize(manager, 8);
    fresh.balance.begin(SAMPLES, SAMPLES.subList(0, 4));
    fresh.epoch(2, SAMPLES.subList(0, 4));
    assertThat(fresh.balance.values()).isNotEqualTo(first.balance.values());
  }
}
