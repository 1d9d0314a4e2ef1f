package dev.braid.encoders.video;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside this one and writes to it. It is ended when its time is over, and with
 * {@link #close} in any case.
 */
final class Child implements AutoCloseable {

  /** Of what it says about errors so much is kept. */
  private static final int WORDS = 4096;

  private final Process process;
  private final int seconds;
  private final StringBuilder errors = new StringBuilder(); // the listener's until it has ended
  private final Thread listener;
  private volatile boolean late;

  /** Starts it. */
  Child(List<String> command, int seconds) throws IOException {
    this.seconds = seconds;
    process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    // Not in a shared pool: all its threads may be waiting for clips.
    listener = thread(this::listen);
    thread(this::watch);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "clip decoder");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void listen() {
    byte[] piece = new byte[WORDS];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (errors.length() < WORDS) {
          errors.append(new String(piece, 0, n, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      errors.append(e.getMessage()); // the process was ended
    }
  }

  private void watch() {
    try {
      late = !process.waitFor(seconds, TimeUnit.SECONDS);
      if (late) {
        // By its handle: the process itself would close what is still to be read.
        process.toHandle().destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it writes. */
  InputStream output() {
    return process.getInputStream();
  }

  /**
   * Waits for its end.
   *
   * @return what it said about errors that it went on after
   * @throws IOException if it failed, with its own words, or took too long
   */
  String finish() throws IOException {
    int code;
    try {
      code = process.waitFor();
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("decoding was interrupted", e);
    }
    if (late) {
      throw new IOException(
          "decoding took longer than %d s (reader option timeout)".formatted(seconds));
    }
    if (code != 0) {
      throw new IOException(reason(errors.toString(), code));
    }
    return errors.toString();
  }

  /** The first line that it wrote, without the name and address of the piece of code. */
  private static String reason(String errors, int code) {
    return errors
        .lines()
        .map(line -> line.replaceFirst("^(\\[[^\\]]*\\] )+", "").strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("the decoder ended with code " + code);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
