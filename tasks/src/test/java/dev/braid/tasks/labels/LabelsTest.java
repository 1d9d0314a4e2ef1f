package dev.braid.tasks.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {

  @TempDir Path folder;

  @Test
  void theMostFrequentComeFirstAndTiesInAlphabeticalOrder() {
    Map<String, Long> counts = Map.of("red", 2L, "blue", 2L, "yes", 5L, "no", 1L);
    assertThat(Labels.byFrequency(counts, null).names())
        .containsExactly("yes", "blue", "red", "no");
    assertThat(Labels.byFrequency(counts, 2).names()).containsExactly("yes", "blue");
    assertThat(Labels.byFrequency(counts, 9).size()).isEqualTo(4);
  }

  @Test
  void aLabelHasItsPlaceAsNumberAndOthersHaveNone() {
    Labels labels = new Labels(List.of("yes", "no"));
    assertThat(labels.number("no")).isEqualTo(1);
    assertThat(labels.number("No")).isEqualTo(-1);
  }

  @Test
  void anyTextComesBackFromItsFile() throws IOException {
    List<String> names =
        List.of("yes", "two\nlines", "dos\r\nlines", "C:\\new", "\\", "größer 🦒", "a\u2028b");
    Path file = folder.resolve("answers.txt");
    new Labels(names).save(file);
    assertThat(Labels.load(file).names()).isEqualTo(names);
    assertThat(Files.readString(file)).startsWith("yes\ntwo\\nlines\ndos\\r\\nlines\nC:\\\\new\n");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("answers.txt");
    assertThatThrownBy(() -> Labels.load(file))
        .isInstanceOf(IOException.class)
        .hasMessage("the run is damaged: " + file + " is missing");
  }

  @Test
  void aDamagedFileIsNamedWithWhatIsWrong() throws IOException {
    assertDamaged("yes\nno\nyes\n", "'yes' is in it twice");
    assertDamaged("yes\n", "it needs two labels or more, not 1");
    assertDamaged("", "it needs two labels or more, not 0");
    assertDamaged("yes\n\nno\n", "line 2 is blank");
    assertDamaged("yes\nno\\t\n", "line 2 has a backslash without \\, n or r behind it");
    assertDamaged("yes\nno\\\n", "line 2 has a backslash without \\, n or r behind it");
    Path file = folder.resolve("answers.txt");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> Labels.load(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is damaged: it is not UTF-8");
  }

  private void assertDamaged(String text, String problem) throws IOException {
    Path file = folder.resolve("answers.txt");
    Files.writeString(file, text);
    assertThatThrownBy(() -> Labels.load(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is damaged: " + problem);
  }
}
