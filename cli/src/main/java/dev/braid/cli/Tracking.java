package dev.braid.cli;

import dev.braid.core.train.TrainingListener;
import java.util.Map;

/**
 * Decides whether a training is told to an MLflow server too: where {@code MLFLOW_TRACKING_URI} is
 * set. The client is a jar of 8 MB that most users never need, so they add it themselves.
 */
final class Tracking {

  static final String URI = "MLFLOW_TRACKING_URI";
  private static final String CLIENT = "org.mlflow.tracking.MlflowClient";

  private Tracking() {}

  /** The listener, with MLflow behind it where that is wanted and possible. */
  static TrainingListener of(TrainingListener listener, Map<String, String> environment) {
    String uri = environment.getOrDefault(URI, "");
    if (uri.isBlank()) {
      return listener;
    }
    if (!present(CLIENT)) {
      listener.note(
          URI
              + " is set, but MLflow's client is not on the class path; this run is not tracked. Get org.mlflow:mlflow-client:2.17.2 from Maven Central and set BRAID_CLASSPATH=mlflow-client-2.17.2.jar");
      return listener;
    }
    return new MlflowListener(
        listener, uri, environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "Default"));
  }

  static boolean present(String type) {
    try {
      Class.forName(type, false, Tracking.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
