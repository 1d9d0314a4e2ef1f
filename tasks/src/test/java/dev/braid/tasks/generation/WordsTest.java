package dev.braid.tasks.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordsTest {

  private static final List<String> TEXTS = List.of("A red circle.", "a red square", "the Circle");

  @TempDir Path folder;

  private static Words.Options options(boolean lowercase, int minCount, Integer maxWords) {
    return new Words.Options(lowercase, minCount, maxWords);
  }

  @Test
  void theMostFrequentWordsComeFirstAfterTheTokensThatAreNone() {
    Words words = Words.of(TEXTS, options(true, 1, null));
    assertThat(words.size()).isEqualTo(Words.FIRST + 5);
    assertThat(words.ids("the red circle")).containsExactly(8, 6, 5);
    assertThat(words.text(8, 6, 5)).isEqualTo("the red circle");
    assertThat(words.ids("Blue circle!")).containsExactly(Vocabulary.UNKNOWN, 5);
  }

  @Test
  void rareWordsAndThoseBeyondTheMostAreUnknown() {
    assertThat(Words.of(TEXTS, options(true, 2, null)).size()).isEqualTo(Words.FIRST + 3);
    assertThat(Words.of(TEXTS, options(true, 1, 1)).size()).isEqualTo(Words.FIRST + 1);
    assertThat(Words.of(TEXTS, options(false, 1, null)).ids("circle Circle"))
        .doesNotHaveDuplicates();
  }

  @Test
  void savedWordsHaveTheSameNumbers() throws IOException {
    Words words = Words.of(TEXTS, options(true, 1, null));
    Path file = folder.resolve("words.txt");
    words.save(file);
    assertThat(Words.load(file, options(true, 1, null)).ids("the red circle"))
        .isEqualTo(words.ids("the red circle"));
    Files.writeString(file, "<pad>\n<unk>\nred\n");
    assertThatThrownBy(() -> Words.load(file, options(true, 1, null)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + " is damaged: it does not begin with <pad> and <unk> and <bos> and <eos>");
  }
}
