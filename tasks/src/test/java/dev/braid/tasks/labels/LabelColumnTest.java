package dev.braid.tasks.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelColumnTest {

  private static final LabelColumn ANSWER = new LabelColumn("answer", "target", false);
  private static final LabelColumn TRUTH = new LabelColumn("holds", "target", true);
  private static final String EACH = "every training sample needs an answer";

  private static Sample sample(String column, Object value) {
    return new Sample("train.jsonl:17", Map.of(column, value));
  }

  @Test
  void textIsTrimmedAndNumbersAndBooleansAreTheirString() throws BadDataException {
    assertThat(ANSWER.require(sample("answer", "  dark blue\n"), EACH)).isEqualTo("dark blue");
    assertThat(ANSWER.require(sample("answer", 3), EACH)).isEqualTo("3");
    assertThat(ANSWER.require(sample("answer", true), EACH)).isEqualTo("true");
    assertThat(ANSWER.require(sample("answer", "Yes"), EACH)).isEqualTo("Yes");
  }

  @ParameterizedTest
  @CsvSource({
    "' The  Right Lung.', right lung",
    "'two', 2",
    "'X-Ray', x ray",
    "'dont', don't",
    "'A', a",
    "'?', ?"
  })
  void officialNormalisationLeavesNoLabelBlank(String text, String label) throws BadDataException {
    LabelColumn column = new LabelColumn("answer", "target", false, Normalisation.OFFICIAL);
    assertThat(column.require(sample("answer", text), EACH)).isEqualTo(label);
    assertThat(column.named(text)).isEqualTo(label);
    assertThat(column.requireAll(sample("answer", List.of(text, text)), EACH))
        .containsExactly(label, label);
  }

  @Test
  void lineBreaksAreSpacesBeforeTheNormalisation() throws BadDataException {
    LabelColumn column = new LabelColumn("answer", "target", false, Normalisation.OFFICIAL);
    assertThat(column.require(sample("answer", "left-\nsided"), EACH)).isEqualTo("left sided");
  }

  @Test
  void noValueNamesSampleColumnAndOption() {
    String message =
        "train.jsonl:17: no value in column 'answer' (task option target);"
            + " every training sample needs an answer";
    assertThatThrownBy(() -> ANSWER.require(sample("other", "yes"), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> ANSWER.require(sample("answer", " \t"), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }

  @Test
  void listsAndFilesAreNoLabels() {
    assertThatThrownBy(() -> ANSWER.require(sample("answer", List.of("a")), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:17: a list in column 'answer' (task option target) cannot be a label;"
                + " accepted: text, a number, true or false");
    assertThatThrownBy(() -> ANSWER.require(sample("answer", Path.of("a.png")), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("a file in column 'answer'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "YES", " yes ", "1"})
  void truthHasSeveralSpellings(String text) throws BadDataException {
    assertThat(TRUTH.require(sample("holds", text), EACH)).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE", "No", "0"})
  void falsehoodHasSeveralSpellings(String text) throws BadDataException {
    assertThat(TRUTH.require(sample("holds", text), EACH)).isEqualTo("false");
  }

  @Test
  void truthMayBeABooleanOrANumber() throws BadDataException {
    assertThat(TRUTH.require(sample("holds", false), EACH)).isEqualTo("false");
    assertThat(TRUTH.require(sample("holds", 1), EACH)).isEqualTo("true");
    assertThat(TRUTH.require(sample("holds", 0.0), EACH)).isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource({"maybe", "2", "truth"})
  void anythingElseIsNotTruthAndTheAcceptedValuesAreNamed(String text) {
    assertThatThrownBy(() -> TRUTH.require(sample("holds", text), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:17: '%s' in column 'holds' (task option target) is neither true nor false;"
                    .formatted(text)
                + " accepted: true, false, yes, no, 1, 0");
  }

  @Test
  void numbersOtherThanZeroAndOneAreNotTruth() {
    assertThatThrownBy(() -> TRUTH.require(sample("holds", 0.5), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'0.5' in column 'holds'");
  }

  @Test
  void aListGivesItsLabelsWithoutBlanks() throws BadDataException {
    assertThat(ANSWER.requireAll(sample("answer", Arrays.asList("a ", null, "", 2, "a")), EACH))
        .containsExactly("a", "2", "a");
  }

  @Test
  void aListThatIsEmptyOrNoListIsAnError() {
    assertThatThrownBy(() -> ANSWER.requireAll(sample("answer", List.of(" ")), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("train.jsonl:17: no value in column 'answer'");
    assertThatThrownBy(() -> ANSWER.requireAll(sample("answer", "blue"), EACH))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:17: 'blue' in column 'answer' (task option target)"
                + " is not a list of labels");
  }
}
