package dev.braid.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with a line of JSON for each thing that happened in training, such as {@code
 * metrics.jsonl}. Every line has the key {@code step}, so that a run that goes on from a checkpoint
 * can take back what came after it.
 */
public record LineLog(Path file) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Adds a line and syncs it.
   *
   * @throws IOException naming the file, the reason and the remedy; no half of the line is left
   */
  public void append(Map<String, Object> values) throws IOException {
    String line = JSON.writeValueAsString(new LinkedHashMap<>(values)) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long before = channel.size();
      channel.position(before);
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
        if (before == 0) {
          AtomicFiles.syncFolder(file.toAbsolutePath().getParent()); // it may be new
        }
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /** Keeps the whole lines up to a step; what a killed process left half written goes too. */
  public void cutBack(long step) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    StringBuilder kept = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      if (!line.endsWith("\n") || stepOf(line) > step) {
        break;
      }
      kept.append(line);
    }
    if (kept.length() < text.length()) {
      AtomicFiles.write(file, kept.toString());
    }
  }

  private static long stepOf(String line) {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isIntegralNumber() ? step.asLong() : Long.MAX_VALUE;
    } catch (JsonProcessingException e) {
      return Long.MAX_VALUE;
    }
  }
}
