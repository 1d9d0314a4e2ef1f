package dev.braid.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer that is killed at any instant leaves what it committed last, whole. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // only against waiting for ever
class KilledWriterTest {

  private static final int KILLS = 6;

  @TempDir Path temporary;

  private static Process start(Path folder, int exactUpTo) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WritingChild.class.getName(),
            folder.toString(),
            Integer.toString(exactUpTo))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 10})
  void theLastCommitIsThereAndCanBeWorkedOn(int exactUpTo) throws Exception {
    Path folder = temporary.resolve("index");
    Random random = new Random(exactUpTo);
    int before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process child = start(folder, exactUpTo);
      int said = before;
      try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
        int wanted = 1 + random.nextInt(6);
        for (int i = 0; i < wanted; i++) {
          String line = lines.readLine();
          assertThat(line).as("it goes on").isNotNull();
          said = Integer.parseInt(line);
        }
        assertThatThrownBy(() -> IndexUpdate.open(folder))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("is being written by another process");
        boolean ended = child.waitFor(random.nextInt(30_000), TimeUnit.MICROSECONDS);
        assertThat(ended).isFalse();
      } finally {
        child.destroyForcibly().waitFor();
      }
      int last = WritingChild.last(folder);
      assertThat(last).as("what was said to be committed").isGreaterThanOrEqualTo(said);
      assertThat(said).isGreaterThan(before);
      before = last;
    }
    IndexUpdate.open(folder).close(); // the lock ended with its process
  }
}
