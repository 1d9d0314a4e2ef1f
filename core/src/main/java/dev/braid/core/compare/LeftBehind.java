package dev.braid.core.compare;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that a killed comparison may have left behind in a trial's folder. It is known again
 * by its number and the instant it started, since numbers are given out again.
 */
final class LeftBehind {

  private static final String FILE = "pid";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(30);

  /** Linux tells the start from when it booted, which it rounds to seconds. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  private LeftBehind() {}

  /** Keeps in a trial's folder which process is at work there. */
  static void record(Path folder, ProcessHandle process) throws IOException {
    String start = process.info().startInstant().map(Instant::toString).orElse("unknown");
    Files.writeString(folder.resolve(FILE), process.pid() + " " + start);
  }

  /**
   * Waits for the end of a process that is still at work, and ends it where it does not end itself.
   *
   * @return whether none is left
   */
  static boolean gone(Path folder) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = in(folder);
    if (process.isEmpty() || ends(process.get(), PATIENCE)) {
      return true;
    }
    process.get().destroyForcibly();
    return ends(process.get(), END);
  }

  private static Optional<ProcessHandle> in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String[] words =
        Files.isRegularFile(file) ? Files.readString(file).strip().split(" ") : new String[0];
    if (words.length != 2 || words[1].equals("unknown")) {
      return Optional.empty(); // whether its run is locked is all there is to go by
    }
    Instant start = Instant.parse(words[1]);
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .filter(own -> Duration.between(start, own).abs().compareTo(ROUNDING) <= 0)
                    .isPresent());
  }

  private static boolean ends(ProcessHandle process, Duration patience)
      throws InterruptedException {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether some process trains a run, whoever started it. */
  static boolean locked(Path run) throws IOException {
    Path file = run.resolve(".lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // another thread of this process
    }
  }
}
