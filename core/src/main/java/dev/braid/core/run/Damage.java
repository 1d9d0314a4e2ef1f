package dev.braid.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something in a run directory is not as it was written. */
public final class Damage {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Damage() {}

  /** A file or folder, and what is wrong with it. */
  public static IOException of(Path where, String how) {
    return with(where + " is damaged: " + how, null);
  }

  /** A failure to read what a part saved, with what to do about it. */
  public static IOException of(IOException failure) {
    return with(FileFailure.reason(failure), failure);
  }

  private static IOException with(String what, @Nullable IOException cause) {
    return new IOException(what + "; restore the run from a copy or train again", cause);
  }

  /** Reads a JSON object that Braid wrote. */
  public static JsonNode json(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw of(file, "it is missing");
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw of(file, "it is not JSON");
    }
    throw of(file, "it is no JSON object");
  }
}
