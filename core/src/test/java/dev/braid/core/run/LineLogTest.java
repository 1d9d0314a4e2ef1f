package dev.braid.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LineLogTest {

  @TempDir Path folder;
  private LineLog log;

  @BeforeEach
  void twoLines() throws IOException {
    log = new LineLog(folder.resolve("metrics.jsonl"));
    log.append(Map.of("step", 10));
    log.append(Map.of("step", 20));
  }

  @Test
  void cutsBackToAStep() throws IOException {
    log.append(Map.of("step", 30));
    log.cutBack(20);
    assertThat(log.file()).hasContent("{\"step\":10}\n{\"step\":20}\n");
    log.append(Map.of("step", 30));
    assertThat(log.file()).hasContent("{\"step\":10}\n{\"step\":20}\n{\"step\":30}\n");
    log.cutBack(0);
    assertThat(log.file()).isEmptyFile();
  }

  @Test
  void dropsWhatAKilledProcessLeftHalfWritten() throws IOException {
    for (String half : new String[] {"{\"step\":20", "{\"step\":2", "{\"step\":20}", "\u00c3"}) {
      Files.writeString(log.file(), half, StandardOpenOption.APPEND);
      log.cutBack(20);
      assertThat(Files.readString(log.file())).as(half).isEqualTo("{\"step\":10}\n{\"step\":20}\n");
    }
    Files.write(log.file(), new byte[] {'{', (byte) 0xc3}, StandardOpenOption.APPEND);
    log.cutBack(20);
    assertThat(Files.readString(log.file())).isEqualTo("{\"step\":10}\n{\"step\":20}\n");
  }

  @Test
  void aLogThatIsNotThereHasNothingToCut() throws IOException {
    new LineLog(folder.resolve("timings.jsonl")).cutBack(5);
    assertThat(folder.resolve("timings.jsonl")).doesNotExist();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /dev/full")
  void aFullDiskIsSaid() {
    assertThatThrownBy(() -> new LineLog(Path.of("/dev/full")).append(Map.of("step", 1)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("/dev/full cannot be written: ");
  }
}
