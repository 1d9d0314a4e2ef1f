package dev.braid.core.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  @TempDir Path folder;

  @Test
  void oneHasItAtATime() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    RunLock lock = RunLock.take(run);
    assertThatThrownBy(() -> RunLock.take(run))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder + " is being trained by another process; wait for its end or stop it first");
    lock.close();
    RunLock.take(run).close();
  }

  @Test
  void aRunThatIsNotThereCannotBeLocked() {
    assertThatThrownBy(() -> RunLock.take(new RunDirectory(folder.resolve("none"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be written: there is no ");
  }
}
