package dev.braid.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.inspect.Inspection.Combination;
import dev.braid.core.inspect.Inspection.Extent;
import dev.braid.core.inspect.Inspection.Input;
import dev.braid.core.inspect.Inspection.Kind;
import dev.braid.core.inspect.Inspection.Label;
import dev.braid.core.inspect.Inspection.Labels;
import dev.braid.core.inspect.Inspection.Overlap;
import dev.braid.core.inspect.Inspection.Pair;
import dev.braid.core.inspect.Inspection.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {

  @TempDir Path folder;

  private Inspection small() throws Exception {
    return Inspector.inspect(SmallTable.in(folder, SmallTable.TRAIN, SmallTable.TEST));
  }

  private static Input input(Inspection inspection, String name) {
    return Objects.requireNonNull(inspection.inputs().get(name));
  }

  private static Map<String, Integer> split(int train, int test) {
    return Map.of("train", train, "test", test);
  }

  @Test
  void presentAndMissingInputsAreCountedAloneAndTogether() throws Exception {
    Inspection small = small();
    assertThat(small.samples())
        .containsExactly(entry("train", 8), entry("validation", 0), entry("test", 5));
    assertThat(input(small, "words").present()).isEqualTo(split(8, 4));
    assertThat(input(small, "words").missing()).isEqualTo(split(0, 1));
    assertThat(input(small, "picture").present()).isEqualTo(split(7, 2));
    assertThat(input(small, "picture").missing()).isEqualTo(split(1, 3));
    assertThat(small.missingTogether())
        .containsExactly(
            new Combination(List.of("picture"), split(1, 2)),
            new Combination(List.of("words", "picture"), split(0, 1)));
  }

  @Test
  void lengthsAreThoseBeforeTheReaderCuts() throws Exception {
    Inspection small = small();
    Input words = input(small, "words");
    assertThat(words.original()).containsExactly(new Extent(1, 2, 6, 6));
    assertThat(words.read()).containsExactly(new Extent(1, 2, 4, 4));
    assertThat(words.cut()).isEqualTo(1);
    Extent three = new Extent(3, 3, 3, 3);
    Extent two = new Extent(2, 2, 2, 2);
    assertThat(input(small, "picture").original()).containsExactly(three, two, two);
    assertThat(input(small, "picture").cut()).isZero();
  }

  @Test
  void differentValuesAreToldByContent() throws Exception {
    Inspection small = small();
    assertThat(input(small, "words").different()).isEqualTo(5);
    assertThat(input(small, "picture").different()).as("seven files, two alike").isEqualTo(5);
  }

  @Test
  void unknownWordsAreAShareOfTheIdsOfASplit() throws Exception {
    Inspection.Vocabulary vocabulary = Objects.requireNonNull(input(small(), "words").vocabulary());
    assertThat(vocabulary.size()).isEqualTo(11);
    assertThat(vocabulary.unknown()).isEqualTo(Map.of("train", 0.0, "test", 2.0 / 7));
    assertThat(input(small(), "picture").vocabulary()).isNull();
  }

  @Test
  void labelsAreCountedWithThoseThatTrainNeverSees() throws Exception {
    Labels labels = Objects.requireNonNull(small().labels());
    assertThat(labels.frequent())
        .containsExactly(
            new Label("yes", split(5, 3)),
            new Label("no", split(3, 1)),
            new Label("maybe", split(0, 1)));
    assertThat(labels.majorityShare()).isEqualTo(Map.of("train", 0.625, "test", 0.6));
    assertThat(labels.imbalance()).isEqualTo(5.0 / 3);
    assertThat(labels.unseen().first()).containsExactly(new Label("maybe", split(0, 1)));
    assertThat(labels.rare().first()).containsExactly(new Label("no", split(3, 1)));
    assertThat(labels.others().classes()).isZero();
  }

  @Test
  void labelsBeyondTheTwentyMostFrequentAreSummed() throws Exception {
    StringBuilder train = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      train.append(
          "{\"words\": \"w\", \"picture\": \"1.raw\", \"answer\": \"a%02d\"}%n".formatted(i));
    }
    Labels labels =
        Objects.requireNonNull(
            Inspector.inspect(SmallTable.in(folder, train.toString(), SmallTable.TEST)).labels());
    assertThat(labels.frequent()).hasSize(20);
    assertThat(labels.others().classes()).isEqualTo(8);
    assertThat(labels.others().samples()).isEqualTo(split(5, 5));
    assertThat(labels.unseen().classes()).isEqualTo(3);
  }

  @Test
  void samplesThatCannotBeUsedAreCountedAndStopNothing() throws Exception {
    Inspection small = small();
    assertThat(small.broken().counts())
        .isEqualTo(Map.of("train", Map.of("target", 1, "picture", 1)));
    assertThat(small.broken().first())
        .extracting(one -> one.input() + ": " + one.reason())
        .containsExactly(
            "target: no answer", "picture: " + folder.resolve("damaged.raw") + " is damaged");
  }

  @Test
  void splitsThatShareASampleOrAFileLeak() throws Exception {
    Inspection small = small();
    Overlap first = new Overlap("train", "test", 1, "train.jsonl:1", "test.jsonl:1");
    assertThat(small.duplicates().samples()).containsExactly(first);
    assertThat(small.duplicates().inputs().get("picture")).containsExactly(first);
    assertThat(small.duplicates().inputs().get("words"))
        .containsExactly(new Overlap("train", "test", 2, "train.jsonl:1", "test.jsonl:1"));
    assertThat(small.duplicates().copies()).isEqualTo(split(1, 0));
    assertThat(small.leaks()).isTrue();
  }

  @Test
  void theSameTextInTwoSplitsIsNoLeak() throws Exception {
    Inspection inspection =
        Inspector.inspect(
            SmallTable.in(
                folder,
                SmallTable.TRAIN,
                """
                {"words": "red dot", "picture": "5.raw", "answer": "yes"}
                {"words": "red dot", "picture": "4.raw", "answer": "no"}
                """));
    assertThat(inspection.duplicates().inputs().get("words")).hasSize(1);
    assertThat(inspection.leaks()).isFalse();
  }

  @Test
  void theSameInputsWithOtherTargetsContradictEachOther() throws Exception {
    Inspection.Contradictions contradictions = small().duplicates().contradictions();
    assertThat(contradictions.groups()).isEqualTo(2);
    assertThat(contradictions.samples()).isEqualTo(5);
    assertThat(contradictions.first())
        .containsExactly(
            new Pair("train.jsonl:1", "yes", "train.jsonl:6", "no"),
            new Pair("train.jsonl:4", "yes", "test.jsonl:4", "no"));
  }

  @Test
  void eachWarningHasARemedy() throws Exception {
    List<Warning> warnings = small().warnings();
    assertThat(warnings)
        .extracting(Warning::kind)
        .containsExactly(
            Kind.LEAKAGE,
            Kind.LEAKAGE,
            Kind.CONTRADICTION,
            Kind.UNSEEN_LABELS,
            Kind.RARE_CLASSES,
            Kind.MISSING_INPUT,
            Kind.BROKEN_SAMPLES);
    assertThat(warnings).extracting(Warning::remedy).allMatch(remedy -> !remedy.isBlank());
    assertThat(warnings.get(5).text())
        .isEqualTo("input 'picture' is missing in 3 of 5 test samples (60.0 %)");
  }

  @Test
  void aFileInTrainAndValidationIsKeptTogetherByGroupBy() throws Exception {
    StringBuilder train = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      train.append(
          "{\"words\": \"w%d\", \"picture\": \"%d.raw\", \"answer\": \"%s\"}%n"
              .formatted(i, 1 + i % 5, i % 2 == 0 ? "yes" : "no"));
    }
    String[] cut = {"training.validation=0.4", "training.group_by=picture"};
    Subject apart = SmallTable.in(folder, train.toString(), "", cut[0]);
    assertThat(Inspector.inspect(apart).warnings())
        .extracting(Warning::remedy)
        .singleElement()
        .asString()
        .contains("training.group_by=picture");
    Subject together = SmallTable.in(folder, train.toString(), "", cut);
    assertThat(Inspector.inspect(together).warnings()).isEmpty();
  }

  @Test
  void oneClassIsNothingToLearn() throws Exception {
    String row = "{\"words\": \"w%d\", \"answer\": \"yes\", \"picture\": \"1.raw\"}%n";
    String train = (row + row).formatted(1, 2);
    assertThat(Inspector.inspect(SmallTable.in(folder, train, "")).warnings())
        .extracting(Warning::kind)
        .containsExactly(Kind.ONE_CLASS);
  }

  @Test
  void theJsonHasTheNamesOfTheRecord() throws Exception {
    JsonNode json = new ObjectMapper().readTree(small().json());
    assertThat(json.at("/inputs/words/original/0/percentile_95").asInt()).isEqualTo(6);
    assertThat(json.at("/labels/majority_share/test").asDouble()).isEqualTo(0.6);
    assertThat(json.at("/missing_together/0/inputs/0").asText()).isEqualTo("picture");
    assertThat(json.at("/duplicates/samples/0/second_example").asText()).isEqualTo("test.jsonl:1");
    assertThat(json.at("/warnings/0/kind").asText()).isEqualTo("leakage");
  }
}
