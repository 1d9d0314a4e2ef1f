package dev.braid.encoders.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReaderTest {

  @TempDir Path folder;

  private static Reader reader(Integer maxSize, int minFrequency) throws BadDataException {
    Reader reader = new TextReader().create(new TextReader.Options(true, minFrequency, maxSize, 4));
    reader.fit(List.of("the red circle", "the blue circle", "the square"));
    return reader;
  }

  private static int[] ids(Reader reader, String text) throws BadDataException {
    return ((Feature.Ids) reader.read(text)).values();
  }

  @Test
  void theMostFrequentWordsComeFirst() throws BadDataException {
    Reader reader = reader(null, 1);
    assertThat(ids(reader, "the circle blue red")).containsExactly(2, 3, 4, 5);
    assertThat(ids(reader, "a circle")).containsExactly(1, 3);
    assertThat(reader.features().classes()).isEqualTo(7);
  }

  @Test
  void theVocabularyIsCappedBySizeAndFrequency() throws BadDataException {
    assertThat(reader(4, 1).features().classes()).isEqualTo(4);
    assertThat(reader(null, 2).features().classes()).isEqualTo(4);
  }

  @Test
  void longTextsAreCut() throws BadDataException {
    assertThat(ids(reader(null, 1), "the the the the the the")).hasSize(4);
  }

  @Test
  void theOriginalLengthIsThatOfAllWords() throws BadDataException {
    Reader reader = reader(null, 1);
    for (String text : List.of("the red circle", "the the the the", "the the the the the the")) {
      assertThat(reader.original(text, reader.read(text))).containsExactly(text.split(" ").length);
    }
  }

  @Test
  void anIdStandsForItsWord() throws BadDataException {
    Reader reader = reader(null, 1);
    assertThat(Arrays.stream(ids(reader, "the green circle")).mapToObj(reader::token))
        .containsExactly("the", "<unk>", "circle");
  }

  @Test
  void anEmptyQuestionIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> reader(null, 1).read("  "))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "the text is empty or has no words: \"  \"; remove the sample or leave the value out (a missing input is allowed)");
  }

  @Test
  void equallyFrequentWordsStandInAlphabeticalOrder() throws Exception {
    reader(null, 1).save(folder);
    assertThat(folder.resolve("vocabulary.txt"))
        .hasContent("<pad>\n<unk>\nthe\ncircle\nblue\nred\nsquare\n");
  }

  @Test
  void readingLearnsNothing() throws BadDataException {
    Reader reader = reader(null, 1);
    assertThat(ids(reader, "green")).containsExactly(1);
    assertThat(ids(reader, "green")).containsExactly(1);
    assertThat(reader.features().classes()).isEqualTo(7);
  }

  @Test
  void withoutAVocabularyNothingIsRead() {
    Reader reader = new TextReader().create(new TextReader.Options(true, 1, null, 4));
    assertThatThrownBy(() -> reader.read("red"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the vocabulary is not learned yet: call fit or load");
  }

  @Test
  void numbersAndTruthValuesAreTexts() throws BadDataException {
    Reader reader = new TextReader().create(new TextReader.Options(true, 1, null, 4));
    reader.fit(List.of(7, true, true));
    assertThat(ids(reader, "7 true")).containsExactly(3, 2);
    assertThat(((Feature.Ids) reader.read(7)).values()).containsExactly(3);
    assertThat(((Feature.Ids) reader.read(true)).values()).containsExactly(2);
  }

  @Test
  void aListIsNoText() {
    assertThatThrownBy(() -> reader(null, 1).read(List.of("red", "blue")))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "a text is a string, a number or true or false, not a list; name another column or join its values");
  }

  @Test
  void aBatchIsPaddedMaskedAndMarksAbsentTexts() throws BadDataException {
    Reader reader = reader(null, 1);
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch batch =
          reader.batch(
              Arrays.asList(reader.read("the circle blue"), null, reader.read("x")), manager);
      assertThat(batch.values().getShape()).isEqualTo(new Shape(3, 3));
      assertThat(batch.values().toLongArray()).containsExactly(2, 3, 4, 0, 0, 0, 1, 0, 0);
      assertThat(batch.mask()).isNotNull();
      assertThat(batch.mask().getShape()).isEqualTo(new Shape(3, 3));
      assertThat(batch.mask().toBooleanArray())
          .containsExactly(true, true, true, false, false, false, true, false, false);
      assertThat(batch.present().toBooleanArray()).containsExactly(true, false, true);
    }
  }

  @Test
  void aBatchWithoutAnyTextHasOneMaskedToken() throws BadDataException {
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch batch = reader(null, 1).batch(Arrays.asList(null, null), manager);
      assertThat(batch.values().getShape()).isEqualTo(new Shape(2, 1));
      assertThat(batch.mask()).isNotNull();
      assertThat(batch.mask().toBooleanArray()).containsExactly(false, false);
      assertThat(batch.present().toBooleanArray()).containsExactly(false, false);
    }
  }

  @Test
  void aSavedVocabularyIsTheSame() throws Exception {
    Reader reader = new TextReader().create(new TextReader.Options(true, 1, null, 9));
    reader.fit(List.of("Where's the café? 红色的圆 l\u2019été"));
    reader.save(folder);
    Reader loaded = new TextReader().create(new TextReader.Options(true, 1, null, 9));
    loaded.load(folder);
    String text = "圆 café the where's l'été nothing";
    assertThat(ids(loaded, text)).isEqualTo(ids(reader, text)).doesNotHaveDuplicates();
    assertThat(loaded.features()).isEqualTo(reader.features());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<pad>,<unk>,red,blue,red,| a word is in it twice",
        "<pad>,red,<unk>,| it does not begin with <pad> and <unk>",
        "<pad>,| it does not begin with <pad> and <unk>",
        "<pad>,<unk>,red,bl| its last line is cut off",
        "<pad>,<unk>,,red,| line 3 is not one word",
        "<pad>,<unk>,red circle,| line 3 is not one word",
      })
  void aDamagedVocabularyIsRefused(String content, String problem) throws IOException {
    Path file = folder.resolve("vocabulary.txt");
    Files.writeString(file, content.replace(',', '\n'));
    assertRefused(file + " is damaged: " + problem);
  }

  @Test
  void aVocabularyThatIsNotTextIsRefused() throws IOException {
    Path file = folder.resolve("vocabulary.txt");
    Files.write(file, new byte[] {'<', (byte) 0xff, '\n'});
    assertRefused(file + " is damaged: it is not UTF-8");
  }

  @Test
  void aMissingVocabularyIsNamed() {
    assertRefused("the run is damaged: " + folder.resolve("vocabulary.txt") + " is missing");
  }

  private void assertRefused(String message) {
    Reader reader = new TextReader().create(new TextReader.Options(true, 1, null, 4));
    assertThatThrownBy(() -> reader.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }
}
