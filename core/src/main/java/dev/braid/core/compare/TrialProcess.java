package dev.braid.core.compare;

import dev.braid.core.experiment.RunCost;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A trial at work in a process of its own. */
final class TrialProcess {

  private static final int KILLED = 137;
  private static final int LONGEST = 400;

  /** Java's exit codes after SIGHUP, SIGINT and SIGTERM. */
  private static final Set<Integer> ASKED = Set.of(129, 130, 143);

  /** What Java, the engine and Braid say on standard error although all is well. */
  private static final Pattern WARNING =
      Pattern.compile("(?i)\\s*|(warning|openjdk .*warning|picked up \\w+:|slf4j|\\[w).*");

  private final ComparisonDirectory directory;
  private final Trial trial;
  private final Process process;
  private final long began = System.nanoTime();

  private TrialProcess(ComparisonDirectory directory, Trial trial, Process process) {
    this.directory = directory;
    this.trial = trial;
    this.process = process;
  }

  /**
   * Starts a trial, or goes on with one that was stopped.
   *
   * @param half the stopped run, or null; anything else that the trial left is taken away
   */
  static TrialProcess start(
      ComparisonDirectory directory,
      Trial trial,
      int threads,
      TrialCommand command,
      @Nullable Path half)
      throws IOException, dev.braid.core.spec.SpecException {
    Path folder = directory.trial(trial);
    if (half == null) {
      AtomicFiles.delete(folder);
    }
    Files.createDirectories(folder);
    Path spec = folder.resolve("spec.yaml");
    AtomicFiles.write(spec, trial.spec(threads));
    ProcessBuilder builder =
        new ProcessBuilder(command.of(spec, directory.base(), directory.trials(), half, threads));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out.log").toFile()));
    builder.redirectError(folder.resolve("errors.log").toFile());
    Process process = builder.start();
    LeftBehind.record(folder, process.toHandle());
    return new TrialProcess(directory, trial, process);
  }

  Trial trial() {
    return trial;
  }

  Process process() {
    return process;
  }

  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** Once it has ended: whether the system ended it, as it does when memory runs out. */
  boolean killed() {
    return process.exitValue() == KILLED;
  }

  /**
   * Once it has ended: whether it was asked to, as every process of a terminal is by Ctrl-C. It may
   * come to its end before this process has heard of it.
   */
  boolean asked() {
    return ASKED.contains(process.exitValue());
  }

  /** Once the process has ended; open where it was stopped or another one trains the run. */
  TrialResult result(boolean stopped) throws IOException {
    Path run = directory.run(trial);
    int code = process.exitValue();
    if (code == 0 && run != null && RunCost.in(run)) {
      return TrialResult.finished(trial, run);
    }
    if (stopped || asked() || (run != null && LeftBehind.locked(run))) {
      return TrialResult.open(trial, run);
    }
    String error = error(code);
    Files.writeString(failure(directory, trial), error);
    return TrialResult.failed(trial, run, error);
  }

  /** The file that says why a trial failed; a trial that has it begins anew. */
  static Path failure(ComparisonDirectory directory, Trial trial) {
    return directory.trial(trial).resolve("failed");
  }

  private String error(int code) throws IOException {
    Path folder = directory.trial(trial);
    String said = first(folder.resolve("errors.log"));
    if (said == null) {
      said = last(folder.resolve("out.log"));
    }
    String how =
        code == KILLED
            ? "killed (exit code 137), which the system does when memory runs out"
            : code > 128 || code < 0 ? "crashed (exit code " + code + ")" : "";
    String both = how.isEmpty() ? said : how + (said == null ? "" : ": " + said);
    String line = both == null ? "ended with exit code " + code : both;
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  private static @Nullable String first(Path log) throws IOException {
    return lines(log).stream()
        .filter(line -> !WARNING.matcher(line).matches())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String last(Path log) throws IOException {
    List<String> lines = lines(log).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? null : lines.get(lines.size() - 1);
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.isRegularFile(log)
        ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList()
        : List.of();
  }
}
