package dev.braid.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;

/**
 * Tells an MLflow server of a run: the complete spec as parameters, the figures of each epoch and
 * of the test split as metrics, the commit as a tag. A run that goes on is the same run there, and
 * one that is stopped or fails is said to be. Training does not depend on it: after the first call
 * that fails there are no more, and a note says so.
 */
final class MlflowListener implements TrainingListener {

  /** What MLflow takes at once, and the longest value of a parameter. */
  private static final int BATCH = 100;

  private static final int LONGEST = 500;

  /**
   * In the run directory: which of the server's runs it is, so that it stays one when it goes on.
   */
  private static final String FILE = "mlflow.json";

  private final TrainingListener listener;
  private final String uri;
  private final String experiment;
  private @Nullable MlflowClient client;
  private @Nullable String run;

  /** Everything goes on to the listener. */
  MlflowListener(TrainingListener listener, String uri, String experiment) {
    this.listener = listener;
    this.uri = uri;
    this.experiment = experiment;
  }

  @Override
  public void note(String line) {
    listener.note(line);
  }

  @Override
  public void start(RunDirectory directory, int epochs, int stepsPerEpoch) {
    listener.start(directory, epochs, stepsPerEpoch);
    attempt(() -> begin(directory));
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    listener.step(epoch, step, update, samples, loss);
  }

  @Override
  public void epoch(Epoch epoch) {
    listener.epoch(epoch);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("train_loss", epoch.trainLoss());
    epoch.validation().forEach((name, value) -> figures.put("validation_" + name, value));
    figures.put("learning_rate", epoch.learningRate());
    attempt(() -> metrics(figures, epoch.epoch()));
  }

  @Override
  public void finished(RunDirectory directory) {
    listener.finished(directory);
    attempt(
        () -> {
          Map<String, Double> figures = new LinkedHashMap<>();
          JsonNode test = directory.readJson("test.json");
          for (Map.Entry<String, JsonNode> field : test.path("measures").properties()) {
            if (field.getValue().isNumber()) {
              figures.put("test_" + field.getKey(), field.getValue().asDouble());
            }
          }
          metrics(figures, 0);
          end(RunStatus.FINISHED);
        });
  }

  @Override
  public void interrupted(RunDirectory directory) {
    listener.interrupted(directory);
    attempt(() -> end(RunStatus.KILLED));
  }

  @Override
  public void failed(RunDirectory directory) {
    listener.failed(directory);
    attempt(() -> end(RunStatus.FAILED));
  }

  private void end(RunStatus status) {
    if (client != null && run != null) {
      client.setTerminated(run, status);
      client.close();
    }
  }

  private void begin(RunDirectory directory) throws IOException {
    MlflowClient begun = new MlflowClient(uri);
    String known = known(directory);
    if (known != null && goesOn(begun, known)) {
      client = begun;
      run = known;
    } else {
      create(begun, directory);
    }
  }

  /** The server's run of this directory, if it was told to this server before. */
  private @Nullable String known(RunDirectory directory) throws IOException {
    if (!Files.isRegularFile(directory.path().resolve(FILE))) {
      return null;
    }
    JsonNode kept = directory.readJson(FILE);
    return kept.path("uri").asText().equals(uri) ? kept.path("run_id").asText() : null;
  }

  /** Its parameters stay, which a server never changes. Returns whether the server still has it. */
  private static boolean goesOn(MlflowClient client, String id) {
    String running =
        new ObjectMapper()
            .createObjectNode()
            .put("run_id", id)
            .put("status", RunStatus.RUNNING.name())
            .toString();
    try {
      client.sendPost("runs/update", running);
      return true;
    } catch (MlflowHttpException e) {
      return false; // deleted there, or the server is another one by now
    }
  }

  private void create(MlflowClient begun, RunDirectory directory) throws IOException {
    String id =
        begun
            .getExperimentByName(experiment)
            .map(Experiment::getExperimentId)
            .orElseGet(() -> begun.createExperiment(experiment));
    String name = String.valueOf(directory.path());
    String started =
        begun
            .createRun(
                CreateRun.newBuilder()
                    .setExperimentId(id)
                    .setStartTime(System.currentTimeMillis())
                    .addTags(RunTag.newBuilder().setKey("mlflow.runName").setValue(name))
                    .build())
            .getRunId();
    client = begun;
    run = started;
    directory.writeJson(FILE, Map.of("uri", uri, "run_id", started));
    JsonNode commit = directory.readJson("environment.json").path("git_commit");
    List<RunTag> tags = new ArrayList<>();
    tags.add(RunTag.newBuilder().setKey("mlflow.source.name").setValue("braid").build());
    if (commit.isTextual()) {
      tags.add(
          RunTag.newBuilder().setKey("mlflow.source.git.commit").setValue(commit.asText()).build());
    }
    List<Param> parameters = new ArrayList<>();
    flat("", spec(directory), parameters);
    for (int i = 0; i < parameters.size(); i += BATCH) {
      List<Param> some = parameters.subList(i, Math.min(parameters.size(), i + BATCH));
      begun.logBatch(started, List.of(), some, i == 0 ? tags : List.of());
    }
  }

  private static Node spec(RunDirectory directory) throws IOException {
    try {
      return SpecReader.read(directory.spec());
    } catch (SpecException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void flat(String key, Node node, List<Param> parameters) {
    if (node instanceof Node.MapNode map && !map.entries().isEmpty()) {
      String prefix = key.isEmpty() ? "" : key + ".";
      map.entries().forEach((name, entry) -> flat(prefix + name, entry.value(), parameters));
      return;
    }
    String text = text(node);
    parameters.add(
        Param.newBuilder()
            .setKey(key)
            .setValue(text.length() > LONGEST ? text.substring(0, LONGEST) : text)
            .build());
  }

  private static String text(Node node) {
    return node instanceof Node.ScalarNode scalar
        ? scalar.text()
        : node instanceof Node.ListNode list
            ? list.items().stream()
                .map(MlflowListener::text)
                .collect(Collectors.joining(", ", "[", "]"))
            : "{}";
  }

  /** Figures that JSON cannot hold are left out. */
  private void metrics(Map<String, Double> figures, long step) {
    List<Metric> metrics = new ArrayList<>();
    long now = System.currentTimeMillis();
    figures.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            metrics.add(
                Metric.newBuilder()
                    .setKey(name)
                    .setValue(value)
                    .setTimestamp(now)
                    .setStep(step)
                    .build());
          }
        });
    if (client != null && run != null && !metrics.isEmpty()) {
      client.logBatch(run, metrics, List.of(), List.of());
    }
  }

  private void attempt(Call call) {
    if (client == null && run != null) {
      return; // it failed before
    }
    try {
      call.make();
    } catch (IOException | RuntimeException e) { // the client's exceptions are unchecked
      client = null;
      run = "";
      listener.note(
          "MLflow at %s does not answer as it should: %s; the run goes on without it"
              .formatted(uri, e.getMessage()));
    }
  }

  @FunctionalInterface
  private interface Call {
    void make() throws IOException;
  }
}
