package dev.braid.core.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header, then the values. Read
 * strictly: no gaps, no overlaps, no doubled names, and every size is checked before memory is
 * taken.
 */
public final class Safetensors {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final long MAX_HEADER = 100L << 20;
  private static final Map<String, DataType> TYPES =
      Map.of(
          "F32", DataType.FLOAT32,
          "F64", DataType.FLOAT64,
          "I32", DataType.INT32,
          "I64", DataType.INT64,
          "U8", DataType.UINT8);

  private Safetensors() {}

  /** Writes arrays of float32, float64, int32, int64 or uint8 in the order of the map. */
  public static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = header.putObject("__metadata__");
      metadata.forEach(node::put);
    }
    long offset = 0;
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      NDArray array = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", nameOf(array.getDataType()));
      var shape = node.putArray("shape");
      for (long size : array.getShape().getShape()) {
        shape.add(size);
      }
      long end = offset + array.getShape().size() * array.getDataType().getNumOfBytes();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(text.length).array());
      out.write(text);
      for (NDArray array : arrays.values()) {
        ByteBuffer bytes = array.toByteBuffer();
        byte[] chunk = new byte[Math.min(1 << 20, Math.max(1, bytes.remaining()))];
        while (bytes.hasRemaining()) {
          int n = Math.min(chunk.length, bytes.remaining());
          bytes.get(chunk, 0, n);
          out.write(chunk, 0, n);
        }
      }
    }
  }

  /**
   * Reads all arrays.
   *
   * @throws IOException if the file is damaged, saying how
   */
  public static Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
    return readAll(file, manager).arrays();
  }

  /**
   * What a file holds.
   *
   * @param arrays in the order of their values
   * @param metadata its texts by name, such as {@code format}
   */
  public record Content(Map<String, NDArray> arrays, Map<String, String> metadata) {}

  /**
   * Reads all arrays and the metadata.
   *
   * @throws IOException if the file is damaged, saying how
   */
  public static Content readAll(Path file, NDManager manager) throws IOException {
    try (InputStream stream = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(stream)) {
      Header header = header(file, in);
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (Entry entry : header.entries) {
        ByteBuffer bytes =
            ByteBuffer.wrap(in.readNBytes(Math.toIntExact(entry.end - entry.begin)))
                .order(ByteOrder.LITTLE_ENDIAN);
        arrays.put(entry.name, manager.create(bytes, entry.shape, entry.type));
      }
      return new Content(arrays, header.metadata);
    }
  }

  /**
   * Reads the shape of each array, and none of the values.
   *
   * @throws IOException if the header is damaged, saying how
   */
  public static Map<String, Shape> shapes(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(stream)) {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      header(file, in).entries.forEach(entry -> shapes.put(entry.name, entry.shape));
      return shapes;
    }
  }

  private static Header header(Path file, DataInputStream in) throws IOException {
    long total = Files.size(file);
    if (total < 8) {
      throw damaged(file, "it has " + total + " bytes, fewer than a header needs");
    }
    long length = Long.reverseBytes(in.readLong());
    if (length < 2 || length > MAX_HEADER || length > total - 8) {
      throw damaged(file, "its header claims " + length + " bytes of " + (total - 8));
    }
    JsonNode header = header(file, in.readNBytes((int) length));
    return new Header(entries(file, header, total - 8 - length), metadata(file, header));
  }

  private static JsonNode header(Path file, byte[] text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw damaged(file, "its header is not JSON");
    }
  }

  private static Map<String, String> metadata(Path file, JsonNode header) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : header.path("__metadata__").properties()) {
      if (!field.getValue().isTextual()) {
        throw damaged(file, "its metadata '" + field.getKey() + "' is not a text");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private static List<Entry> entries(Path file, JsonNode header, long size) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        entries.add(entry(file, field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long offset = 0;
    for (Entry entry : entries) {
      if (entry.begin != offset) {
        throw damaged(file, "'" + entry.name + "' starts at " + entry.begin + ", not " + offset);
      }
      offset = entry.end;
    }
    if (offset != size) {
      throw damaged(file, "it holds " + size + " bytes of values where " + offset + " belong");
    }
    return entries;
  }

  private static Entry entry(Path file, String name, JsonNode node) throws IOException {
    DataType type = TYPES.get(node.path("dtype").asText());
    if (type == null) {
      throw damaged(file, "'" + name + "' has the type " + node.path("dtype"));
    }
    long count = 1;
    long[] shape = new long[node.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.path("shape").get(i).asLong(-1);
      if (shape[i] < 0 || (shape[i] > 0 && count > Integer.MAX_VALUE / shape[i])) {
        throw damaged(file, "'" + name + "' has the shape " + node.path("shape"));
      }
      count *= shape[i];
    }
    long begin = node.path("data_offsets").path(0).asLong(-1);
    long end = node.path("data_offsets").path(1).asLong(-1);
    if (begin < 0
        || end - begin != count * type.getNumOfBytes()
        || end - begin > Integer.MAX_VALUE) {
      throw damaged(file, "'" + name + "' has the wrong length for its shape");
    }
    return new Entry(name, type, new Shape(shape), begin, end);
  }

  private static String nameOf(DataType type) throws IOException {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IOException("arrays of " + type + " are not written"));
  }

  private static IOException damaged(Path file, String how) {
    return new IOException(file + " is damaged: " + how);
  }

  private record Header(List<Entry> entries, Map<String, String> metadata) {}

  private record Entry(String name, DataType type, Shape shape, long begin, long end) {}
}
