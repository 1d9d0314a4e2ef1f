package dev.braid.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that a killed comparison left behind. */
@DisabledOnOs(OS.WINDOWS) // there is no cat
class LeftBehindTest {

  @TempDir Path folder;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    process = new ProcessBuilder("cat").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void isWaitedForUntilItEnds() throws Exception {
    LeftBehind.record(folder, process.toHandle());
    Thread ending =
        new Thread(
            () -> {
              try {
                process.getOutputStream().close();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    ending.start();
    assertThat(LeftBehind.gone(folder)).isTrue();
    assertThat(process.isAlive()).isFalse();
    ending.join();
  }

  @Test
  void anotherProcessOfTheSameNumberIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("pid"), process.pid() + " 2001-01-01T00:00:00Z");
    assertThat(LeftBehind.gone(folder)).isTrue();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aRunThatIsTrainedIsLocked() throws Exception {
    assertThat(LeftBehind.locked(folder)).isFalse();
    Path file = folder.resolve(".lock");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      assertThat(LeftBehind.locked(folder)).isTrue();
    }
    assertThat(LeftBehind.locked(folder)).isFalse();
  }
}
