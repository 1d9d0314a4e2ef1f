package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window, which is asked what became of a page. */
public final class Browser {

  private Browser() {}

  /** What became of a page: its elements, what it said, and what it asked the network for. */
  public record Seen(String dom, List<String> console, List<String> requests) {}

  /** Chromium or Chrome on the path. */
  public static Optional<Path> find() {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page; the folder is for what the browser keeps. */
  public static Seen open(Path page, Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("net.json");
    Path out = folder.resolve("dom.html");
    Path err = folder.resolve("err.log");
    Process process =
        new ProcessBuilder(
                find().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--log-net-log=" + log,
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the browser did not end");
    }
    List<String> console =
        Files.readAllLines(err).stream().filter(line -> line.contains(":CONSOLE")).toList();
    return new Seen(Files.readString(out), console, requests(log));
  }

  /** Those that a page made; what the browser does for itself has no origin. */
  private static List<String> requests(Path log) throws IOException {
    List<String> urls = new ArrayList<>();
    for (JsonNode event : new ObjectMapper().readTree(log.toFile()).path("events")) {
      JsonNode params = event.path("params");
      if (params.has("url")
          && params.has("initiator")
          && !params.path("initiator").asText().equals("not an origin")) {
        urls.add(params.path("url").asText());
      }
    }
    return urls;
  }
}
