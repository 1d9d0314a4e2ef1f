package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private final StringWriter err = new StringWriter();
  private final PrintWriter writer = new PrintWriter(err);

  private void assertSaid(int code, int expected, String message) {
    assertThat(err.toString().stripTrailing()).isEqualTo(message);
    assertThat(code).isEqualTo(expected);
  }

  @Test
  void runningOutOfMemoryNamesWhatToLower() {
    assertSaid(
        Failures.report(new OutOfMemoryError("Java heap space"), writer, false),
        1,
        "out of memory (Java heap space); lower training.batch or training.cache_mb, or give Java"
            + " more with BRAID_JAVA_OPTS=-Xmx…");
  }

  @Test
  void aClassThatAPluginLacksIsNotAWallOfText() {
    assertSaid(
        Failures.report(new NoClassDefFoundError("dev/example/Gone"), writer, false),
        1,
        "braid failed: java.lang.NoClassDefFoundError: dev/example/Gone\n"
            + "a plugin may be built for another version; --verbose shows where");
  }

  @Test
  void aDefectSaysThatItIsOne() {
    assertSaid(
        Failures.report(new IllegalStateException("boo"), writer, false),
        1,
        "braid failed: java.lang.IllegalStateException: boo\n"
            + "this is a defect of Braid or of a part; --verbose shows where");
  }

  @Test
  void aBareFileNameBecomesASentence() {
    assertSaid(Failures.report(new NoSuchFileException("a"), writer, false), 2, "there is no a");
  }

  @Test
  void aFileWithoutPermissionIsSaidToBeOne() {
    IOException denied = new AccessDeniedException("a");
    assertSaid(
        Failures.report(new UncheckedIOException(denied), writer, false), 2, "no permission for a");
  }

  @Test
  void aReasonOfTheSystemComesWithTheFile() {
    assertSaid(
        Failures.report(new FileSystemException("a", null, "Too many open files"), writer, false),
        2,
        "a: Too many open files");
  }

  @Test
  void verboseShowsTheTraceBeforeTheMessage() {
    Failures.report(new IOException("broken"), writer, true);
    assertThat(err.toString())
        .startsWith("java.io.IOException: broken")
        .contains("\tat dev.braid.cli.FailuresTest.")
        .endsWith("broken" + System.lineSeparator());
  }
}
