package dev.braid.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenSamplesTest {

  private static BrokenSamples some() {
    BrokenSamples broken = new BrokenSamples();
    broken.add("train", new BrokenSample("a.csv:3", "picture", "no \"picture\"\nat all"));
    broken.add("train", new BrokenSample("a.csv:1", "target", "no answer"));
    broken.add("test", new BrokenSample("b.csv:1", "picture", "empty"));
    return broken;
  }

  @Test
  void whatIsWrittenReadsBackAndIsWrittenAgainTheSame(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("broken.jsonl");
    some().write(file);
    String text = Files.readString(file);
    assertThat(text.lines()).hasSize(3);
    BrokenSamples again = new BrokenSamples();
    again.read(file);
    assertThat(again.counts()).isEqualTo(some().counts());
    some().split("train").accept(new BrokenSample("a.csv:3", "picture", "met once more"));
    again.add("train", new BrokenSample("a.csv:3", "question", "met once more"));
    again.write(file);
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void withoutBrokenSamplesThereIsNeitherFileNorLine(@TempDir Path folder) throws Exception {
    new BrokenSamples().write(folder.resolve("broken.jsonl"));
    assertThat(folder).isEmptyDirectory();
    assertThat(new BrokenSamples().line("train")).isEmpty();
    new BrokenSamples().read(folder.resolve("broken.jsonl"));
  }

  @Test
  void aLineNamesTheInputsAndTheFirstReasonOnly() {
    assertThat(some().line("train"))
        .hasValue(
            "skipped 2 of 2 train samples (picture 1, target 1); the first: a.csv:3: no"
                + " \"picture\"");
  }
}
