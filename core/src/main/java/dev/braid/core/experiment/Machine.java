package dev.braid.core.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What Java does not know of the machine; asked of files and programs that may not be there. */
final class Machine {

  private Machine() {}

  /** The commit of a folder under git, and whether files under git were changed since. */
  record Commit(String hash, boolean changed) {}

  /** The name of the processor, or {@code unknown}. */
  static String cpu() {
    Path linux = Path.of("/proc/cpuinfo");
    if (Files.isReadable(linux)) {
      try {
        return Files.readAllLines(linux).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
      } catch (IOException e) {
        return "unknown";
      }
    }
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    return windows != null
        ? windows
        : said(Path.of("."), "sysctl", "-n", "machdep.cpu.brand_string").orElse("unknown");
  }

  /** The commit that a folder is at, or none where it is not under git or git is not there. */
  static Optional<Commit> commit(Path folder) {
    return said(folder, "git", "rev-parse", "HEAD")
        .map(
            hash ->
                new Commit(
                    hash,
                    said(folder, "git", "status", "--porcelain", "--untracked-files=no")
                        .map(text -> !text.isEmpty())
                        .orElse(true)));
  }

  /** What a program prints, or nothing if it fails or takes longer than ten seconds. */
  private static Optional<String> said(Path folder, String... command) {
    try {
      Path answer = Files.createTempFile("braid", ".txt");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        return process.exitValue() == 0
            ? Optional.of(Files.readString(answer, StandardCharsets.UTF_8).strip())
            : Optional.empty();
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
