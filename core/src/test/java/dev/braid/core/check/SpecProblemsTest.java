package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecProblemsTest {

  private static final PartCatalog CATALOG = PartCatalog.of(List.of(new ToyParts()));

  private static final String GOOD =
      """
      name: toy
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
        picture:
          modality: image
          reader: {size: 32}
          encoder: {type: cnn, width: 128}
      fusion: {type: cross-attention, heads: 2}
      task: {type: qa, target: answer}
      training: {epochs: 3, optimizer: {learning_rate: 0.01}}
      """;

  private static CheckedSpec check(String text, String... overrides) throws SpecException {
    return SpecChecker.check(
        Overrides.apply(SpecReader.parse(text, "m.yaml"), List.of(overrides)), CATALOG);
  }

  private static void assertProblems(String text, List<String> overrides, String... expected) {
    assertThatThrownBy(() -> check(text, overrides.toArray(String[]::new)))
        .isInstanceOf(SpecException.class)
        .hasMessage(String.join("\n", expected));
  }

  private static void assertOverridden(String override, String expected, String... more) {
    List<String> all = new ArrayList<>(List.of("override 1 " + expected));
    all.addAll(List.of(more));
    assertProblems(GOOD, List.of(override), all.toArray(String[]::new));
  }

  @Test
  void aGoodSpecIsBoundThroughout() throws SpecException {
    CheckedSpec spec = check(GOOD);
    assertThat(spec.inputs().keySet()).containsExactly("question", "picture");
    assertThat(spec.inputs().get("picture").features().shape().getShape())
        .containsExactly(3, 32, 32);
    assertThat(spec.inputs().get("question").column()).isEqualTo("question");
    assertThat(spec.fused().width()).isEqualTo(256 + 128);
    assertThat(spec.optimizer().factory().type()).isEqualTo("adam");
    assertThat(spec.optimizer().options()).isEqualTo(new ToyParts.Rate(0.01));
  }

  @Test
  void theCompleteSpecReadsBackWithEqualOptions() throws SpecException {
    CheckedSpec spec = check(GOOD, "task.target=0017");
    String complete = SpecWriter.write(spec.complete());
    CheckedSpec again = check(complete);
    assertThat(SpecWriter.write(again.complete())).isEqualTo(complete);
    assertThat(again.task().options()).isEqualTo(new ToyParts.Target("0017", null));
    assertThat(again.training()).isEqualTo(spec.training());
  }

  @Test
  void theExplanationNamesFileOverridesAndDefaults() throws SpecException {
    String text = SpecWriter.explain(check(GOOD, "fusion.heads=8").complete());
    assertThat(text)
        .containsPattern("heads: 8 +# override 1\n")
        .containsPattern("dropout: 0.1 +# default\n")
        .containsPattern("size: 32 +# m.yaml:7:20\n");
  }

  @Test
  void allProblemsAreReportedAtOnceSortedByPlaceWithOverridesLast() {
    assertProblems(
        """
        name: ../up
        data: shape
        inputs:
          question: {modality: txt, encoder: lstm}
          Picture: {modality: image, encoder: lstm, colum: x}
          sound: {modality: image}
        fusion: {type: cross-attention, heds: 2, layers: four, dropout: 2}
        task: qa
        trainig: {}
        training: {epoch: 3, batch: 0, optimizer: {type: adamm}}
        """,
        List.of(
            "training.seed=-1",
            "fusion.heads=99",
            "x=1",
            "x=1",
            "x=1",
            "x=1",
            "x=1",
            "x=1",
            "x=1",
            "y=1"),
        "m.yaml:1:7 name: a name begins with a letter or digit and has only these, '.', '_' and '-'"
            + " in it (at most 100), since it names the folder of the runs",
        "m.yaml:2:7 data: unknown source 'shape'; did you mean 'shapes'? Known: shapes",
        "m.yaml:4:24 inputs.question.modality: unknown modality 'txt'; did you mean 'text'? Known:"
            + " text, image, smell",
        "m.yaml:5:3 inputs.Picture: an input's name has lower-case letters, digits and '_', and"
            + " begins with a letter",
        "m.yaml:5:39 inputs.Picture.encoder: encoder 'lstm' reads text, but input 'Picture' is"
            + " image. Encoders of image: cnn",
        "m.yaml:5:45 inputs.Picture.colum: unknown key of an input; did you mean 'column'? Known:"
            + " augment, cache, column, encoder, modality, pool, reader",
        "m.yaml:6:10 inputs.sound.encoder: is missing. Encoders of image: cnn",
        "m.yaml:7:33 fusion.heds: unknown option of fusion 'cross-attention'; did you mean 'heads'?"
            + " Known: dropout, heads, layers",
        "m.yaml:7:50 fusion.layers: wants a whole number, not the text 'four'",
        "m.yaml:7:65 fusion.dropout: must be between 0 and 0.9, not 2",
        "m.yaml:8:7 task.target: is missing; task 'qa' needs it: column of the answers",
        "m.yaml:9:1 trainig: unknown key of a spec; did you mean 'training'? Known: data, fusion,"
            + " inputs, name, task, training, weights",
        "m.yaml:10:12 training.epoch: unknown option of training; did you mean 'epochs'? Known:"
            + " accumulate, balance, batch, broken, cache_mb, checkpoint, class_balance, clip_norm, decay, disk_cache_mb, early_stopping, ema, epochs, group_by, groups, max_steps, modality_dropout, optimizer, schedule, seed, threads, validation",
        "m.yaml:10:29 training.batch: must be between 1 and 1000000, not 0",
        "m.yaml:10:50 training.optimizer: unknown optimizer 'adamm'; did you mean 'adam'? Known:"
            + " adam, sgd",
        "override 1 training.seed: must be between 0 and 9000000000000000, not -1",
        "override 2 fusion.heads: must be between 1 and 64, not 99",
        "override 9 x: unknown key of a spec. Known: data, fusion, inputs, name, task, training, weights",
        "override 10 y: unknown key of a spec. Known: data, fusion, inputs, name, task, training, weights");
  }

  @Test
  void theRunOfWeightsMeansTheSameFromWhereverTheSpecIsReadAgain() throws SpecException {
    String run = Path.of("runs/pretrain/1").toAbsolutePath().toString();
    CheckedSpec spec = check(GOOD + "weights: {run: ./runs/pretrain/1, parts: [encoders.*]}\n");
    assertThat(spec.weights())
        .isEqualTo(new WeightsOptions(run, List.of("encoders.*"), WeightsOptions.Checkpoint.BEST));
    String complete = SpecWriter.write(spec.complete());
    assertThat(complete).contains("weights:\n  run: " + run + "\n");
    assertThat(check(complete).weights()).isEqualTo(spec.weights());
    assertThat(check(GOOD, "weights.run=" + run).weights())
        .isEqualTo(new WeightsOptions(run, null, WeightsOptions.Checkpoint.BEST));
    assertThat(check(GOOD + "weights:\n").weights()).isNull();
  }

  @Test
  void weightsAreCheckedLikeAnySection() {
    assertOverridden(
        "weights=runs/pretrain/1", "weights: wants a mapping such as {run: runs/pretrain/1}");
    assertOverridden(
        "weights={checkpoint: newest}",
        "weights.run: is missing; weights needs it: the run to start from, such as runs/pretrain/1;"
            + " relative to where Braid is started",
        "override 1 weights.checkpoint: the text 'newest' is not one of best, last");
    assertOverridden(
        "weights={run: a, prts: [x]}",
        "weights.prts: unknown option of weights; did you mean 'parts'? Known: checkpoint, parts,"
            + " run");
    assertOverridden(
        "weights={run: a, parts: []}",
        "weights: parts is empty; name what to take over, or leave weights out");
  }

  @Test
  void byDefaultEverythingIsTakenOverButHeads() {
    WeightsOptions all = new WeightsOptions("a", null, WeightsOptions.Checkpoint.BEST);
    assertThat(List.of("encoders.a.b", "pool.a.query", "fusion.head.x")).allMatch(all::takes);
    assertThat(List.of("head.mlp.0.weight", "auxiliary.a.mlp.0.bias")).noneMatch(all::takes);
    WeightsOptions some =
        new WeightsOptions("a", List.of("head.*", "*.b"), WeightsOptions.Checkpoint.LAST);
    assertThat(List.of("encoders.a.b", "head.mlp.0.weight")).allMatch(some::takes);
    assertThat(some.takes("encoders.a.bb")).isFalse();
  }

  @Test
  void anUnknownPartListsTheNearestFirst() {
    assertOverridden(
        "fusion=haunt",
        "fusion: unknown fusion 'haunt'; did you mean 'haunted'? Known: haunted, concat,"
            + " cross-attention");
  }

  @Test
  void anUnknownEncoderIsOfferedThoseOfTheModality() {
    assertOverridden(
        "inputs.question.encoder=bert",
        "inputs.question.encoder: unknown encoder 'bert'. Known: bag, gru, lstm");
  }

  @Test
  void anEncoderOfAnotherModalityIsRefusedTogetherWithItsOptions() {
    assertProblems(
        GOOD,
        List.of("inputs.question.encoder={type: cnn, width: 0}"),
        "override 1 inputs.question.encoder: encoder 'cnn' reads image, but input 'question' is"
            + " text. Encoders of text: bag, gru, lstm",
        "override 1 inputs.question.encoder.width: must be between 1 and 4096, not 0");
  }

  @Test
  void aReaderOfAnotherModalityIsRefused() {
    assertOverridden(
        "inputs.question.reader=image",
        "inputs.question.reader: reader 'image' reads image, but input 'question' is text. Readers"
            + " of text: text");
  }

  @Test
  void aModalityWithoutAReaderSaysSo() {
    assertProblems(
        GOOD,
        List.of("inputs.picture={modality: smell, encoder: nose}"),
        "override 1 inputs.picture.reader: is missing; smell has no default. Readers of smell: none");
  }

  @Test
  void aProblemOfADefaultedReaderStandsWhereTheSpecHasIt() {
    assertProblems(
        GOOD.replace("{size: 32}", "{sise: 32}"),
        List.of(),
        "m.yaml:7:14 inputs.picture.reader.sise: unknown option of reader 'image'; did you mean"
            + " 'size'? Known: size");
  }

  @Test
  void aMisspeltTypeIsNotJustMissing() {
    assertProblems(
        GOOD.replace("type: cross-attention", "typ: cross-attention"),
        List.of(),
        "m.yaml:9:10 fusion.typ: unknown option; did you mean 'type', which names the fusion?");
    assertProblems(
        GOOD.replace("type: cross-attention, ", ""),
        List.of(),
        "m.yaml:9:9 fusion.type: is missing; it names the fusion. Known: concat, cross-attention,"
            + " haunted");
  }

  @Test
  void whatIsNoPartIsToldWhatOneIs() {
    assertOverridden(
        "training.optimizer=[adam]",
        "training.optimizer: wants the name of an optimizer or a mapping with its type. Known:"
            + " adam, sgd");
    assertOverridden(
        "fusion={type: [concat]}",
        "fusion: wants the name of a fusion. Known: concat, cross-attention, haunted");
  }

  @Test
  void whatAPartReportsStandsAtItsOption() {
    assertProblems(
        GOOD.replace("heads: 2", "heads: 5"), List.of(), "m.yaml:9:40 fusion.heads: cannot be 5");
  }

  @Test
  void anOperatorSaysWhatItThinksOfASingleInput() {
    assertProblems(
        GOOD,
        List.of("inputs.picture=null"),
        "m.yaml:9:16 fusion: wants two inputs or more, not 1");
  }

  @Test
  void aPartThatFailsIsNamedWithItsClassAndPlace() {
    String origin = CATALOG.origin(new ToyParts.Haunted("haunted"));
    String fault = "fusion: 'haunted' failed; this is a fault of " + origin + ", not of the spec: ";
    assertThat(origin).startsWith(ToyParts.Haunted.class.getName() + " (").endsWith("classes)");
    assertOverridden("fusion=haunted", fault + "java.lang.IllegalStateException: boo");
    assertOverridden("fusion={type: haunted, width: 1}", fault + "it returned null");
    assertOverridden(
        "fusion={type: haunted, width: 2}",
        fault
            + "java.lang.IllegalStateException: it announces an encoding that cannot be:"
            + " EncodingSpec[width=0, forms=[POOLED], streams=[]]");
  }

  @Test
  void missingSectionsAreNamed() {
    assertProblems(
        "name: x",
        List.of(),
        "m.yaml:1:1 data: is missing; a spec names its data",
        "m.yaml:1:1 inputs: is missing; a spec names its inputs",
        "m.yaml:1:1 fusion: is missing; a spec names its fusion",
        "m.yaml:1:1 task: is missing; a spec names its task");
  }

  @Test
  void anEmptyTrainingSectionMeansItsDefaults() throws SpecException {
    String text = GOOD.substring(0, GOOD.indexOf("training:")) + "training:\n";
    assertThat(check(text).training().epochs()).isEqualTo(10);
  }

  @Test
  void aSpecWithoutANameIsNamedAfterItsFile() throws SpecException {
    String text = GOOD.replace("name: toy\n", "");
    assertThat(SpecChecker.check(SpecReader.parse(text, "a/b/_my run.v2.yaml"), CATALOG).name())
        .isEqualTo("my-run.v2");
  }

  @Test
  void noSpecIsCheckedWhileTwoPartsShareAName() {
    PartCatalog twice = PartCatalog.of(List.of(new ToyParts(), new ToyParts()));
    assertThatThrownBy(() -> SpecChecker.check(SpecReader.parse(GOOD, "m.yaml"), twice))
        .hasMessageStartingWith("m.yaml:1:1: two parts are named source 'shapes': ");
  }
}
