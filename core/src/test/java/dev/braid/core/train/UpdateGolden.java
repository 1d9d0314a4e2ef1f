package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What torch gave: {@code golden.py} beside {@code update.json}. */
final class UpdateGolden {

  private UpdateGolden() {}

  static JsonNode of(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(UpdateGolden.class.getResourceAsStream("update.json"))) {
      return new ObjectMapper().readTree(in).path(name);
    }
  }

  static float[] floats(JsonNode values) {
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i).floatValue();
    }
    return all;
  }

  static NDArray array(NDManager manager, JsonNode values) {
    return manager.create(floats(values));
  }
}
