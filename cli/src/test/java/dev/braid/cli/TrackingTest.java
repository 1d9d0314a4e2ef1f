package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's own client against a server that writes down what it is asked. */
class TrackingTest {

  private record Asked(String path, JsonNode body) {}

  @TempDir private Path folder;
  private final List<Asked> asked = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
          byte[] body = exchange.getRequestBody().readAllBytes();
          asked.add(new Asked(path, new ObjectMapper().readTree(body)));
          String answer =
              switch (path) {
                case "experiments/get-by-name" -> "{\"experiment\": {\"experiment_id\": \"4\"}}";
                case "runs/create" -> "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}";
                default -> "{}";
              };
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Files.writeString(
        folder.resolve("spec.yaml"),
        "name: tracked\nfusion: {type: mutan, rank: 3}\ninputs: {picture: {channels: [8, 16]}}\n");
    Files.writeString(folder.resolve("environment.json"), "{\"git_commit\": \"abc\"}");
    Files.writeString(folder.resolve("test.json"), "{\"measures\": {\"accuracy\": 0.75}}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private TrainingListener notes() {
    return new TrainingListener() {
      @Override
      public void note(String line) {
        notes.add(line);
      }
    };
  }

  private List<String> statuses() {
    return asked.stream()
        .filter(one -> one.path.equals("runs/update"))
        .map(one -> one.body.path("run_id").asText() + " " + one.body.path("status").asText())
        .toList();
  }

  private TrainingListener started() throws IOException {
    TrainingListener listener = Tracking.of(notes(), Map.of(Tracking.URI, uri()));
    listener.start(RunDirectory.open(folder), 2, 10);
    return listener;
  }

  @Test
  void aRunThatGoesOnIsTheSameRunThereAndHowItEndedIsSaid() throws IOException {
    RunDirectory run = RunDirectory.open(folder);
    started().interrupted(run);
    started().failed(run);
    started().finished(run);
    assertThat(notes).isEmpty();
    assertThat(asked).extracting(Asked::path).containsOnlyOnce("runs/create");
    assertThat(statuses())
        .containsExactly("r1 KILLED", "r1 RUNNING", "r1 FAILED", "r1 RUNNING", "r1 FINISHED");
  }

  @Test
  void anotherServerGetsARunOfItsOwn() throws IOException {
    Files.writeString(
        folder.resolve("mlflow.json"), "{\"uri\": \"http://elsewhere\", \"run_id\": \"r0\"}");
    started();
    assertThat(asked).extracting(Asked::path).contains("runs/create");
    assertThat(Files.readString(folder.resolve("mlflow.json"))).contains("r1", uri());
  }

  private void train(String uri) throws IOException {
    RunDirectory run = RunDirectory.open(folder);
    TrainingListener listener = Tracking.of(notes(), Map.of(Tracking.URI, uri));
    listener.start(run, 2, 10);
    for (int epoch = 1; epoch <= 2; epoch++) {
      listener.epoch(
          new TrainingListener.Epoch(
              epoch,
              2,
              10L * epoch,
              1.5 / epoch,
              Map.of("accuracy", 0.4 * epoch),
              9,
              9,
              true,
              "accuracy",
              0.01));
    }
    listener.finished(run);
  }

  private List<JsonNode> batches() {
    return asked.stream()
        .filter(one -> one.path.equals("runs/log-batch"))
        .map(Asked::body)
        .toList();
  }

  @Test
  void theServerIsToldOfSpecEpochsTestAndEnd() throws IOException {
    train(uri());
    assertThat(notes).isEmpty();
    assertThat(asked)
        .extracting(Asked::path)
        .containsExactly(
            "experiments/get-by-name",
            "runs/create",
            "runs/log-batch",
            "runs/log-batch",
            "runs/log-batch",
            "runs/log-batch",
            "runs/update");
    assertThat(asked.get(1).body().path("experiment_id").asText()).isEqualTo("4");
    JsonNode first = batches().get(0);
    assertThat(first.path("run_id").asText()).isEqualTo("r1");
    assertThat(first.path("params").toString())
        .contains("{\"key\":\"fusion.type\",\"value\":\"mutan\"}")
        .contains("{\"key\":\"inputs.picture.channels\",\"value\":\"[8, 16]\"}");
    assertThat(first.path("tags").toString())
        .contains("{\"key\":\"mlflow.source.git.commit\",\"value\":\"abc\"}");
    assertThat(batches().get(2).path("metrics").get(0).path("key").asText())
        .isEqualTo("train_loss");
    assertThat(batches().get(2).path("metrics").get(0).path("value").asDouble()).isEqualTo(0.75);
    assertThat(batches().get(2).path("metrics").get(1).path("key").asText())
        .isEqualTo("validation_accuracy");
    assertThat(batches().get(3).at("/metrics/0/key").asText()).isEqualTo("test_accuracy");
    assertThat(asked.get(6).body().path("status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void aServerThatIsDownEndsNothingAndIsToldOfOnce() throws IOException {
    String uri = uri();
    server.stop(0);
    train(uri);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).contains("MLflow at " + uri).contains("the run goes on without it");
  }

  @Test
  void withoutATrackingUriNothingIsAdded() {
    TrainingListener listener = notes();
    assertThat(Tracking.of(listener, Map.of())).isSameAs(listener);
    assertThat(Tracking.present("org.mlflow.NoSuchClass")).isFalse();
  }
}
