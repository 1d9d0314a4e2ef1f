package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code cost.json} says, in words. */
final class CostRows {

  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("parameters", "trained values");
    NAMES.put("macs_per_sample", "multiply-accumulates of a forward pass, per sample");
    NAMES.put("train_ms_per_sample", "training, ms per sample");
    NAMES.put("inference_ms_per_sample", "inference, ms per sample");
    NAMES.put("peak_memory_mib", "largest memory of the process, MiB");
  }

  private CostRows() {}

  static List<Figures.Row> of(JsonNode cost) {
    List<Figures.Row> rows = new ArrayList<>();
    NAMES.forEach(
        (key, name) -> {
          JsonNode value = cost.path(key);
          if (value.isNumber()) {
            rows.add(
                new Figures.Row(
                    name,
                    value.isIntegralNumber()
                        ? Figures.count(value.asLong())
                        : key.startsWith("macs")
                            ? Figures.compact(value.asDouble())
                            : Figures.size(value.asDouble())));
          }
        });
    return rows;
  }
}
