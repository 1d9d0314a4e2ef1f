package dev.braid.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** {@code manifest.json} of a folder: the SHA-256 of every other file in it. */
final class Manifest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String NAME = "manifest.json";

  private Manifest() {}

  /** Adds the manifest to a folder that is otherwise complete. */
  static void write(Path folder) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    for (Path file : AtomicFiles.files(folder)) {
      node.put(String.valueOf(file.getFileName()), hash(file));
    }
    Files.writeString(folder.resolve(NAME), JSON.writeValueAsString(node));
  }

  /**
   * What is wrong with a folder that should hold everything as it was written, if anything.
   *
   * @param files that must be there, whatever the manifest says
   */
  static Optional<String> fault(Path folder, List<String> files) {
    if (!Files.isRegularFile(folder.resolve(NAME))) {
      return Optional.of("it has no " + NAME);
    }
    try {
      JsonNode manifest = JSON.readTree(folder.resolve(NAME).toFile());
      for (String name : files) {
        if (!manifest.has(name)) {
          return Optional.of(NAME + " does not list " + name);
        }
      }
      for (Iterator<String> names = manifest.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
          return Optional.of(name + " is missing");
        }
        if (!hash(file).equals(manifest.get(name).asText())) {
          return Optional.of(name + " is not what was written (SHA-256 differs)");
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of(NAME + " is not JSON");
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + FileFailure.reason(e));
    }
  }

  /** The SHA-256 of a file, in hexadecimal digits. */
  static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
