package dev.braid.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  private static final String REMEDY =
      "; free some space or make the folder writable. What was there before is kept";

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFolderThatFailsHalfWayLeavesTheOldOne() throws IOException {
    Path target = folder.resolve("5");
    AtomicFiles.folder(target, into -> Files.writeString(into.resolve("a"), "old"));
    assertThatThrownBy(
            () ->
                AtomicFiles.folder(
                    target,
                    into -> {
                      Files.writeString(into.resolve("a"), "new");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(target + " cannot be written: No space left on device" + REMEDY);
    assertThat(target.resolve("a")).hasContent("old");
    assertThat(names()).containsExactly("5");
  }

  @Test
  void aFileThatCannotBeSyncedOnAFullDiskKeepsTheOldText() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    Path target = folder.resolve("best.json");
    AtomicFiles.write(target, "old");
    Files.createSymbolicLink(folder.resolve("best.json.part"), full);
    assertThatThrownBy(() -> AtomicFiles.write(target, "new"))
        .hasMessage(target + " cannot be written: No space left on device" + REMEDY);
    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("best.json");
    AtomicFiles.write(target, "new");
    assertThat(target).hasContent("new");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsNamed() throws IOException {
    assumeTrue(folder.toFile().setWritable(false), "this system has no such permission");
    assumeTrue(!Files.isWritable(folder), "this user may write everywhere");
    try {
      assertThatThrownBy(() -> AtomicFiles.write(folder.resolve("a"), "x"))
          .hasMessage(
              "%s cannot be written: no permission for %s.part%s"
                  .formatted(folder.resolve("a"), folder.resolve("a"), REMEDY));
      assertThatThrownBy(() -> RunDirectory.create(folder, "small"))
          .hasMessage(
              "the run cannot be kept in %s: no permission for %s; make the folder writable or choose another with --runs"
                  .formatted(folder.resolve("small"), folder.resolve("small")));
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }
}
