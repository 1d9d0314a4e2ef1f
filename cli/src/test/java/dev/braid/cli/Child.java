package dev.braid.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command in a process of its own, which can be watched and killed. */
final class Child implements AutoCloseable {

  /**
   * The signal of Ctrl-C, or SIGTERM where this process was started with SIGINT ignored, as in the
   * background: its children ignore it too. A process that ends by it has 128 more as exit code.
   */
  static final int CTRL_C = ignoresInterrupt() ? 15 : 2;

  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder seen = new StringBuilder();

  /** Starts a command; its standard error comes with its output. */
  Child(Path cache, String... arguments) throws IOException {
    this(List.of(), System.getProperty("java.class.path"), cache, arguments);
  }

  /** Starts a command that sees these classes only. */
  Child(String classPath, Path cache, String... arguments) throws IOException {
    this(List.of(), classPath, cache, arguments);
  }

  /** Starts a program that gets the command as its last arguments. */
  Child(List<String> program, String classPath, Path cache, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BRAID_CACHE", cache.toString());
    process = builder.start();
    process.getOutputStream().close();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Waits for a line that begins so, and returns it. */
  String await(String begin) throws IOException {
    return find(begin)
        .orElseThrow(
            () ->
                new AssertionError(
                    "ended without a line that begins with '" + begin + "':\n" + seen));
  }

  /** Waits for a line that begins so, or for the end; returns whether there was one. */
  boolean comesTo(String begin) throws IOException {
    return find(begin).isPresent();
  }

  private Optional<String> find(String begin) throws IOException {
    for (String line = read(); line != null; line = read()) {
      if (line.startsWith(begin)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** Whether it ends by itself within so many nanoseconds. */
  boolean endsWithin(long nanos) throws InterruptedException {
    return process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  /** Waits for its end; out and err are both everything it said. */
  Ran end() throws IOException, InterruptedException {
    String line;
    do {
      line = read();
    } while (line != null);
    return new Ran(process.waitFor(), seen.toString(), seen.toString());
  }

  /** The processes that it has started and that are still there. */
  List<ProcessHandle> trials() {
    return process.descendants().toList();
  }

  /** Sends it a signal, and it alone. */
  void signal(int signal) throws IOException, InterruptedException {
    if (!signal(signal, process.toHandle())) {
      throw new AssertionError("no signal could be sent");
    }
  }

  /** Sends a process a signal; returns whether it was still there. */
  static boolean signal(int signal, ProcessHandle process)
      throws IOException, InterruptedException {
    return new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor() == 0;
  }

  /** Bit 1 of the mask of ignored signals is SIGINT. */
  private static boolean ignoresInterrupt() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 2) != 0);
    } catch (IOException e) {
      return false; // there is no such file elsewhere
    }
  }

  /** SIGKILL: the process has no say. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private String read() throws IOException {
    String line = lines.readLine();
    if (line != null) {
      seen.append(line).append('\n');
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
