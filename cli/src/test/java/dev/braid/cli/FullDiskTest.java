package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that really is too small: a file system in memory that only the trained process sees,
 * which Linux lets ordinary users have where user namespaces are allowed.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // only against waiting for ever
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has namespaces")
class FullDiskTest {

  private static final List<String> ALONE =
      List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");

  /** Folder of the disk, its size in bytes, where its files go in the end, the command. */
  private static final String ON_A_DISK =
      """
      disk=$1; size=$2; kept=$3; shift 3
      mount -t tmpfs -o size="$size" tmpfs "$disk" || exit 99
      "$@"
      code=$?
      cp -R "$disk/." "$kept"
      exit $code
      """;

  private static final String[] OPTIONS = {
    "inputs.question.encoder.width=256",
    "inputs.picture.encoder.width=256",
    "training.epochs=4",
    "training.checkpoint.every_steps=1",
    "training.checkpoint.keep=100"
  };

  @TempDir Path folder;

  private static boolean disksAreAllowed(Path disk) throws Exception {
    try {
      Process process =
          new ProcessBuilder(
                  Stream.concat(
                          ALONE.stream(), Stream.of("mount -t tmpfs tmpfs \"$0\"", disk.toString()))
                      .toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no unshare
    }
  }

  private Ran run(List<String> shell, List<String> command) throws Exception {
    String classPath = System.getProperty("java.class.path");
    String[] arguments = command.toArray(String[]::new);
    try (Child child = new Child(shell, classPath, folder.resolve("cache"), arguments)) {
      return child.end();
    }
  }

  private List<String> onto(Path disk) {
    List<String> command =
        new ArrayList<>(
            List.of("train", folder.resolve("m.yaml").toString(), "--runs", disk.toString()));
    command.addAll(List.of(OPTIONS));
    return command;
  }

  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasWrittenBeforeIsWholeAndTheRunGoesOnExactly() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(disksAreAllowed(disk), "this system lets no ordinary user mount a disk");
    Workspace work = new Workspace(folder, folder);
    Ran never = run(List.of(), work.small(OPTIONS));
    assertThat(never.code()).as(never.out()).isZero();
    Path whole = folder.resolve("runs/small/1");

    // There is room for three checkpoints and a half; the fourth would end the second epoch.
    long size = 7 * bytes(whole.resolve("checkpoints/1")) / 2;
    Path kept = Files.createDirectory(folder.resolve("kept"));
    List<String> small = new ArrayList<>(ALONE);
    small.addAll(List.of(ON_A_DISK, "sh", disk.toString(), Long.toString(size), kept.toString()));
    Ran full = run(small, onto(disk));
    assertThat(full.code()).as(full.out()).isEqualTo(2);
    assertThat(full.out().strip())
        .endsWith(
            disk.resolve("small/1/checkpoints/4")
                + " cannot be written: No space left on device; free some space or make the folder"
                + " writable. What was there before is kept");
    Path run = kept.resolve("small/1");
    assertThat(names(run.resolve("checkpoints"))).containsExactly("1", "2", "3", "best.json");

    Ran resumed = run(List.of(), work.resume(run));
    assertThat(resumed.code()).as(resumed.out()).isZero();
    assertThat(resumed.out()).contains("resuming after step 3\n").doesNotContain("not used: ");
    assertThat(RunFiles.of(run)).isEqualTo(RunFiles.of(whole));
  }
}
