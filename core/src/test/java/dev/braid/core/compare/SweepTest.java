package dev.braid.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.nn.Parameter;
import dev.braid.core.check.FakeParts;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.check.WeightsOptions;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import dev.braid.core.train.ParameterGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What varies, from the command line and from a file, and the variants it makes. */
class SweepTest {

  private static final PartCatalog CATALOG = PartCatalog.of(List.of(new FakeParts()));

  private static final String SPEC =
      """
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
        picture: {modality: image, encoder: cnn}
      fusion: {type: cross-attention, heads: 2}
      task: qa
      training: {epochs: 9, modality_dropout: {picture: 0.3}}
      """;

  private static Node.MapNode spec() throws SpecException {
    return SpecReader.parse(SPEC, "model.yaml");
  }

  private static Sweep file(String text) throws SpecException {
    return SweepReader.read(SpecReader.parse(text, "sweep.yaml"));
  }

  private static List<Variant> variants(Sweep sweep) throws SpecException {
    return new Variants(spec(), CATALOG).of(sweep);
  }

  private static Sweep vary(Sweep.Mode mode, String... vary) throws SpecException {
    List<Axis> axes = new ArrayList<>();
    for (String one : vary) {
      axes.add(Sweep.axis(one, "--vary " + (axes.size() + 1)));
    }
    Sweep.Settings settings = new Sweep.Settings(mode, null, 1, 3, null, true, 1, 3);
    return new Sweep(axes, List.of(), settings);
  }

  private static List<String> labels(List<Variant> variants) {
    return variants.stream().map(Variant::label).toList();
  }

  @Test
  void valuesArePartedByCommasOutsideOfBracketsAndQuotes() throws SpecException {
    Axis.Choice axis =
        (Axis.Choice) Sweep.axis("fusion={type: concat, a: [1, 2]},sum, 'a,b' ,3", "--vary 1");
    assertThat(axis.values().stream().map(SpecWriter::flow))
        .containsExactly("{type: concat, a: [1, 2]}", "sum", "\"a,b\"", "3");
  }

  @Test
  void whatDoesNotVaryAKeyIsRefused() {
    assertThatThrownBy(() -> Sweep.axis("fusion", "--vary 2"))
        .hasMessageContaining("--vary 2: 'fusion' does not vary a key; write key=value,value");
    assertThatThrownBy(() -> Sweep.axis("fusion=a,,b", "--vary 1"))
        .hasMessage("--vary 1 fusion: there is a value missing before or behind a comma");
  }

  @Test
  void severalKeysMakeAGridAndZippedOnesPairs() throws SpecException {
    String[] keys = {"fusion.heads=1,2", "training.batch=8,16"};
    assertThat(labels(variants(vary(Sweep.Mode.GRID, keys))))
        .containsExactly(
            "fusion.heads=1 training.batch=8",
            "fusion.heads=1 training.batch=16",
            "fusion.heads=2 training.batch=8",
            "fusion.heads=2 training.batch=16");
    assertThat(labels(variants(vary(Sweep.Mode.ZIP, keys))))
        .containsExactly("fusion.heads=1 training.batch=8", "fusion.heads=2 training.batch=16");
    assertThatThrownBy(() -> variants(vary(Sweep.Mode.ZIP, "fusion.heads=1,2", "training.batch=8")))
        .hasMessage(
            "--vary 2 training.batch: zipped keys have equally many values, but this has 1 and"
                + " fusion.heads has 2");
  }

  @Test
  void labelsSayNoMoreThanItTakesToTellVariantsApart() throws SpecException {
    assertThat(
            labels(
                variants(
                    vary(
                        Sweep.Mode.GRID,
                        "fusion={type: concat, output: 8},{type: cross-attention, heads: 1}",
                        "training.batch=8"))))
        .containsExactly("fusion=concat", "fusion=cross-attention");
    assertThat(labels(variants(vary(Sweep.Mode.GRID, "fusion={type: concat, output: 8},concat"))))
        .containsExactly("fusion={type: concat, output: 8}", "fusion=concat");
    assertThat(labels(variants(vary(Sweep.Mode.GRID, "training.batch=8"))))
        .containsExactly("training.batch=8");
  }

  @Test
  void aStarIsEveryOperator() throws SpecException {
    assertThat(labels(variants(vary(Sweep.Mode.GRID, "fusion=*"))))
        .containsExactly("fusion=concat", "fusion=cross-attention");
  }

  @Test
  void aVariantThatCannotBeCheckedIsARowWithItsError() throws SpecException {
    List<Variant> variants = variants(vary(Sweep.Mode.GRID, "fusion=concat,conct"));
    assertThat(variants.get(0).error()).isNull();
    assertThat(variants.get(1).spec()).isNull();
    assertThat(variants.get(1).error())
        .startsWith("--vary 1 fusion: unknown fusion 'conct'; did you mean 'concat'?");
  }

  @Test
  void aTypoInAKeyLeavesNothingToRun() {
    assertThatThrownBy(() -> variants(vary(Sweep.Mode.GRID, "fuson=concat,sum")))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith(
            "--vary 1 fuson: unknown key of a spec; did you mean 'fusion'? Known: data");
  }

  @Test
  void foldersOfVariantsAreShortAndDifferent() throws SpecException {
    List<Variant> variants =
        variants(
            vary(
                Sweep.Mode.GRID,
                "fusion={type: cross-attention, heads: 2},{type: cross-attention, heads: -2}"));
    assertThat(variants.stream().map(Variant::id))
        .containsExactly("cross-attention-heads-2", "cross-attention-heads-2-v2");
  }

  @Test
  void drawsAreDifferentWithinTheirRangeAndTheSameForASeed() throws SpecException {
    String text =
        """
        mode: random
        trials: 20
        seed: 5
        vary:
          training.optimizer.learning_rate: {min: 1e-4, max: 1e-2, scale: log}
          training.batch: {min: 8, max: 64}
        """;
    List<Variant> drawn = variants(file(text));
    assertThat(labels(drawn)).hasSize(20).doesNotHaveDuplicates();
    assertThat(labels(drawn)).isEqualTo(labels(variants(file(text))));
    assertThat(labels(drawn)).isNotEqualTo(labels(variants(file(text.replace("5", "6")))));
    List<Double> rates = new ArrayList<>();
    for (Variant variant : drawn) {
      Node rate = variant.changes().get(0).value();
      rates.add((Double) Objects.requireNonNull(((Node.ScalarNode) rate).value()));
      assertThat(variant.error()).isNull(); // a batch is a whole number
    }
    assertThat(rates).allSatisfy(rate -> assertThat(rate).isBetween(1e-4, 1e-2));
    // On a log scale about half lies below the geometric mean; evenly it would be a tenth.
    assertThat(rates.stream().filter(rate -> rate < 1e-3).count()).isBetween(5L, 15L);
  }

  @Test
  void drawsEndWhereThereIsNothingNew() throws SpecException {
    Sweep sweep = file("{mode: random, trials: 50, vary: {fusion.heads: [1, 2, 4]}}");
    assertThat(labels(variants(sweep)))
        .containsExactlyInAnyOrder("fusion.heads=1", "fusion.heads=2", "fusion.heads=4");
  }

  @Test
  void problemsOfASweepFileHaveTheirPlaces() {
    assertThatThrownBy(
            () ->
                file(
                    """
                    vary:
                      fusion: concat
                      training.batch: {min: 9, max: 8}
                    moode: grid
                    seeds: [1, 1]
                    """))
        .hasMessageContaining("sweep.yaml:2:11 vary.fusion: wants a list of values, or a range")
        .hasMessageContaining("sweep.yaml:3:19 vary.training.batch: min is below max")
        .hasMessageContaining(
            "sweep.yaml:4:1 moode: unknown option of a sweep; did you mean 'mode'?")
        .hasMessageContaining(
            "sweep.yaml:5:12 seeds: a seed is a whole number from 0 on, each one once");
  }

  @Test
  void theCompleteSweepReadsBackAsTheSame() throws SpecException {
    Sweep sweep =
        file(
            """
            vary:
              fusion: [concat, {type: cross-attention, heads: 2}]
              training.optimizer.learning_rate: {min: 1e-4, max: 1e-2, scale: log}
            mode: halving
            trials: 9
            seeds: [1, 7]
            """);
    String text = SpecWriter.write(sweep.complete());
    assertThat(SpecWriter.write(file(text).complete())).isEqualTo(text);
    assertThat(file(text).seeds()).containsExactly(1L, 7L);
  }

  @Test
  void eachInputAloneLosesWhatOnlyMakesSenseWithSeveral() throws SpecException {
    List<Variant> alone = new Variants(spec(), CATALOG).alone(spec -> Optional.empty());
    // The toys have no fusion 'sum'; what changes is told all the same.
    assertThat(alone.stream().map(Variant::id)).containsExactly("only-question", "only-picture");
    Node.MapNode inputs = (Node.MapNode) Objects.requireNonNull(spec().get("inputs"));
    Alone only = new Alone(spec(), inputs, "question");
    assertThat(only.changes().stream().map(Change::toString))
        .containsExactly("inputs.picture=null", "fusion=sum", "training.modality_dropout=null");
    assertThat(SpecWriter.write(only.spec())).doesNotContain("picture").contains("epochs: 9");
  }

  @Test
  void anInputAloneKeepsTheGroupsThatMatchSomethingOfItsModel() throws SpecException {
    Node.MapNode spec =
        SpecReader.parse(
            SPEC.replace(
                "epochs: 9,",
                "epochs: 9, groups: {'*.bias': {freeze: true}, 'encoders.picture.*': {freeze: true}},"),
            "model.yaml");
    Node.MapNode inputs = (Node.MapNode) Objects.requireNonNull(spec.get("inputs"));
    Alone only = new Alone(spec, inputs, "question");
    Map<String, Parameter> left =
        Map.of("encoders.question.bias", Parameter.builder().setType(Parameter.Type.BIAS).build());
    Alone kept =
        only.matching(new ParameterGroups(left, SpecChecker.check(spec, CATALOG).training()));
    assertThat(SpecWriter.write(kept.spec())).contains("*.bias").doesNotContain("picture");
    assertThat(kept.changes().get(kept.changes().size() - 1))
        .hasToString("training.groups={\"*.bias\": {freeze: true}}");
  }

  @Test
  void anInputAloneStartsFromWhatTheSpecTakesOverOfItsEncoder() throws SpecException {
    Set<String> names = Set.of("encoders.question.lstm.weight", "fusion.weight");
    assertThat(started("question", names, "weights: {run: a}"))
        .isEqualTo("weights.parts=[\"encoders.question.*\"]");
    assertThat(
            started(
                "question",
                names,
                "weights: {run: a, parts: ['*.weight', 'encoders.*.lstm.*', encoders.picture.*]}"))
        .isEqualTo("weights.parts=[\"encoders.question.*\", \"encoders.*.lstm.*\"]");
    assertThat(started("question", names, "weights: {run: a, parts: [fusion.*]}"))
        .isEqualTo("weights=null");
    assertThat(started("picture", names, "weights: {run: a}"))
        .as("the run lacks the input")
        .isEqualTo("weights=null");
  }

  private static String started(String input, Set<String> names, String weights)
      throws SpecException {
    Node.MapNode spec = SpecReader.parse(SPEC + weights, "model.yaml");
    WeightsOptions options = Objects.requireNonNull(SpecChecker.check(spec, CATALOG).weights());
    Alone alone = new Alone(spec, spec.section("inputs"), input).starting(input, options, names);
    return alone.changes().get(alone.changes().size() - 1).toString();
  }

  @Test
  void halvingClimbsByFactorsToTheSpecsEpochs() {
    Sweep.Settings settings = Sweep.Settings.defaults();
    assertThat(Halving.rungs(9, settings)).containsExactly(1, 3, 9);
    assertThat(Halving.rungs(20, settings)).containsExactly(2, 6, 18, 20);
    assertThat(Halving.rungs(1, settings)).containsExactly(1);
    assertThat(Halving.kept(9, 3)).isEqualTo(3);
    assertThat(Halving.kept(10, 3)).isEqualTo(4);
    assertThat(Halving.kept(1, 3)).isEqualTo(1);
  }

  @Test
  void jobsAreBoundByMemoryThatIsMeasuredOnceThereIsAPeak() {
    Jobs jobs = new Jobs(null, 1, 1000, 1001);
    assertThat(jobs.now()).isEqualTo(1);
    jobs.peak(10.0);
    assertThat(jobs.now()).isEqualTo(Math.min(80, Runtime.getRuntime().availableProcessors()));
    jobs.peak(800.0);
    assertThat(jobs.now()).isEqualTo(1);
    Jobs wanted = new Jobs(7, 1, 1000, 1001);
    assertThat(wanted.now()).isEqualTo(7);
    wanted.tooMany(5);
    assertThat(wanted.now()).isEqualTo(4);
  }
}
