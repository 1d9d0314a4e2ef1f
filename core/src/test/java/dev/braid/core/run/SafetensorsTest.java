package dev.braid.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("a.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      arrays.put("w", manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3)));
      arrays.put("n", manager.create(new long[] {7}));
      Safetensors.write(file, arrays, Map.of("format", "pt"));
      Map<String, NDArray> read = Safetensors.read(file, manager);
      assertThat(read.keySet()).containsExactly("w", "n");
      assertThat(read.get("w").getShape()).isEqualTo(new Shape(2, 3));
      assertThat(read.get("w").toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(read.get("n").toLongArray()).containsExactly(7);
    }
  }

  @Test
  void metadataAndBytesAreRead() throws IOException {
    Path file = folder.resolve("m.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray bits = manager.create(new float[] {1, 0, 1}).toType(DataType.UINT8, false);
      Safetensors.write(file, Map.of("bits", bits), Map.of("format", "pt", "note", "ü"));
      Safetensors.Content content = Safetensors.readAll(file, manager);
      assertThat(content.metadata())
          .containsOnly(Map.entry("format", "pt"), Map.entry("note", "ü"));
      assertThat(content.arrays().get("bits").getDataType()).isEqualTo(DataType.UINT8);
      assertThat(content.arrays().get("bits").toUint8Array()).containsExactly(1, 0, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{}}",
        "{\"__metadata__\":{\"a\":1},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "not json"
      })
  void aDamagedHeaderIsRefused(String header) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(16 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).putLong(0);
    Path file = Files.write(folder.resolve("b.safetensors"), bytes.array());
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> Safetensors.read(file, manager))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " is damaged: ");
    }
  }

  @Test
  void aHeaderThatClaimsMoreThanTheFileHasTakesNoMemory() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40);
    Path file = Files.write(folder.resolve("c.safetensors"), bytes.array());
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> Safetensors.read(file, manager))
          .hasMessage(file + " is damaged: its header claims 1099511627776 bytes of 9");
    }
  }
}
