package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the values came from that a model started with.
 *
 * @param run the folder of the other run, from the root of the file system
 * @param step of its checkpoint
 * @param sha256 of the file of its weights, in hexadecimal digits
 */
public record Origin(String run, long step, String sha256) {

  private static final String RUN = "weights_run";
  private static final String STEP = "weights_step";
  private static final String HASH = "weights_sha256";

  /** What was recorded of a run, or null where it started from nothing. */
  static @Nullable Origin recorded(JsonNode environment) {
    return environment.has(HASH)
        ? new Origin(
            environment.path(RUN).asText(),
            environment.path(STEP).asLong(),
            environment.path(HASH).asText())
        : null;
  }

  /** Adds it to what is recorded. */
  void record(Map<String, Object> environment) {
    environment.put(RUN, run);
    environment.put(STEP, step);
    environment.put(HASH, sha256);
  }
}
