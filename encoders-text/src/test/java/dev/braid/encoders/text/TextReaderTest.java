package dev.braid.encoders.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void wordsAreSplitAsPeopleReadThem() {
    Tokenizer tokenizer = new Tokenizer(true);
    assertThat(tokenizer.split("Where's the CAFÉ, no. 12?"))
        .containsExactly("where's", "the", "café", "no", "12");
    assertThat(tokenizer.split("红色的圆 is 红")).containsExactly("红", "色", "的", "圆", "is", "红");
    assertThat(tokenizer.split("ﬁne cafe\u0301 😀 l\u2019été"))
        .containsExactly("fine", "café", "l'été");
    assertThat(tokenizer.split(" ?! ")).isEmpty();
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
  void anEmptyQuestionIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> reader(null, 1).read("  "))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "the text is empty or has no words: \"  \"; remove the sample or leave the value out (a missing input is allowed)");
  }

  @Test
  void aSavedVocabularyIsTheSameAndADamagedOneIsRefused() throws Exception {
    Reader reader = reader(null, 1);
    reader.save(folder);
    Reader loaded = new TextReader().create(new TextReader.Options(true, 1, null, 4));
    loaded.load(folder);
    assertThat(ids(loaded, "red square")).isEqualTo(ids(reader, "red square"));
    Path file = folder.resolve("vocabulary.txt");
    Files.writeString(file, Files.readString(file) + "red\n");
    assertThatThrownBy(() -> loaded.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is damaged: a word is in it twice");
  }
}
