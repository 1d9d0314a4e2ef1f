package dev.braid.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run directory holds, but for how long things took. */
final class RunFiles {

  private static final String TIMED =
      "\\.lock|timings\\.jsonl|cost\\.json|report\\.html|MODEL_CARD\\.md|events\\.out\\..*";

  private RunFiles() {}

  /** By path: the text of a file, or the SHA-256 of one that is none. */
  static Map<String, String> of(Path run) throws IOException, NoSuchAlgorithmException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(run)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(path).toString();
        if (!name.matches(TIMED)) {
          byte[] bytes = Files.readAllBytes(path);
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
          files.put(
              name,
              name.endsWith(".safetensors")
                  ? HexFormat.of().formatHex(hash)
                  : new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }
}
