package dev.braid.core.experiment;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.compose.Composition;
import dev.braid.core.data.Batches;
import dev.braid.core.data.FeatureCache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * From the samples of a spec to batches: what readers and task learn, and the batches they make.
 */
public final class Pipeline {

  private Pipeline() {}

  /** Lets readers and task learn from the train split. */
  public static void fit(CheckedSpec spec, Composition composition, List<Sample> train)
      throws BadDataException {
    for (InputPlan plan : spec.inputs().values()) {
      List<Object> values =
          train.stream()
              .map(sample -> sample.value(plan.column()))
              .flatMap(Stream::ofNullable)
              .toList();
      Objects.requireNonNull(composition.readers().get(plan.name())).fit(values);
    }
    composition.task().fit(train);
  }

  /**
   * Starts reading with one thread per core, at most 8; features are kept up to {@code cache_mb}.
   */
  public static Batches batches(CheckedSpec spec, Map<String, Reader> readers) {
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, FeatureCache> caches = new LinkedHashMap<>();
    long share = ((long) spec.training().cacheMb() << 20) / Math.max(1, readers.size());
    for (InputPlan plan : spec.inputs().values()) {
      columns.put(plan.name(), plan.column());
      Reader reader = readers.get(plan.name());
      if (reader != null) {
        caches.put(plan.name(), new FeatureCache(reader, share));
      }
    }
    int threads = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
    return new Batches(columns, caches, threads);
  }
}
