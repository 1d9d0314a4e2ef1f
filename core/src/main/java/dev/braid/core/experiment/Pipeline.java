package dev.braid.core.experiment;

import dev.braid.api.data.Reader;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.data.Batches;
import dev.braid.core.data.FeatureCache;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the batches of a spec from its readers. */
final class Pipeline {

  private Pipeline() {}

  /** The column of each input. */
  static Map<String, String> columns(CheckedSpec spec) {
    Map<String, String> columns = new LinkedHashMap<>();
    spec.inputs().forEach((name, plan) -> columns.put(name, plan.column()));
    return columns;
  }

  static Batches batches(CheckedSpec spec, Map<String, Reader> readers) {
    Map<String, FeatureCache> caches = new LinkedHashMap<>();
    long share = ((long) spec.training().cacheMb() << 20) / Math.max(1, readers.size());
    for (InputPlan plan : spec.inputs().values()) {
      Reader reader = readers.get(plan.name());
      if (reader != null) {
        caches.put(plan.name(), new FeatureCache(reader, share));
      }
    }
    int threads = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
    return new Batches(columns(spec), caches, threads);
  }
}
