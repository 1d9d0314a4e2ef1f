package dev.braid.fusion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A small strict reader of safetensors files with F32, I64 and U8 tensors. */
record SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {

  /** Values of any type as floats. */
  record Tensor(long[] shape, float[] values) {}

  static SafetensorsFile read(Path path) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(file.getLong())];
    file.get(header);
    ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    ObjectMapper json =
        new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    JsonNode root = json.readTree(new String(header, StandardCharsets.UTF_8));
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> i = root.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = i.next();
      if (entry.getKey().equals("__metadata__")) {
        entry
            .getValue()
            .fields()
            .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().textValue()));
      } else {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data));
      }
    }
    if (data.hasRemaining()) {
      throw new IOException(path + ": bytes after the last tensor");
    }
    return new SafetensorsFile(metadata, tensors);
  }

  /** Reads the next tensor; tensors must follow each other without gaps. */
  private static Tensor tensor(String name, JsonNode entry, ByteBuffer data) throws IOException {
    long[] shape = new long[entry.get("shape").size()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.get("shape").get(i).longValue();
      size = Math.toIntExact(size * shape[i]);
    }
    String type = entry.get("dtype").textValue();
    int bytes =
        switch (type) {
          case "F32" -> 4;
          case "I64" -> 8;
          case "U8" -> 1;
          default -> throw new IOException(name + ": type " + type);
        };
    JsonNode offsets = entry.get("data_offsets");
    if (offsets.get(0).intValue() != data.position()
        || offsets.get(1).intValue() != data.position() + size * bytes) {
      throw new IOException(name + ": offsets " + offsets + " at " + data.position());
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (bytes) {
            case 4 -> data.getFloat();
            case 8 -> data.getLong();
            default -> data.get();
          };
    }
    return new Tensor(shape, values);
  }
}
