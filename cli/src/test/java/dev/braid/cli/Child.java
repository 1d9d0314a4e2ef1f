package dev.braid.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, which can be watched and killed. */
final class Child implements AutoCloseable {

  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder seen = new StringBuilder();

  /** Starts a command; its standard error comes with its output. */
  Child(Path cache, String... arguments) throws IOException {
    this(System.getProperty("java.class.path"), cache, arguments);
  }

  /** Starts a command that sees these classes only. */
  Child(String classPath, Path cache, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
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

  /** Waits for a line that begins so. */
  void await(String begin) throws IOException {
    if (!comesTo(begin)) {
      throw new AssertionError("ended without a line that begins with '" + begin + "':\n" + seen);
    }
  }

  /** Waits for a line that begins so, or for the end; returns whether there was one. */
  boolean comesTo(String begin) throws IOException {
    for (String line = read(); line != null; line = read()) {
      if (line.startsWith(begin)) {
        return true;
      }
    }
    return false;
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

  /** Ctrl-C, or SIGTERM where this process was started with SIGINT ignored, as children are too. */
  void interrupt(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("no signal could be sent");
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
