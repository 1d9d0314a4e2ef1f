package dev.braid.core.experiment;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.compose.Composition;
import dev.braid.core.data.Batches;
import dev.braid.core.data.FeatureCache;
import dev.braid.core.run.Damage;
import dev.braid.core.run.RunDirectory;
import java.io.IOException;
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
   * Takes what readers and task had learned from the directory of a run.
   *
   * @throws IOException if it is damaged, naming the file
   */
  static void load(RunDirectory run, Composition composition) throws IOException {
    try {
      for (Map.Entry<String, Reader> entry : composition.readers().entrySet()) {
        entry.getValue().load(run.input(entry.getKey()));
      }
      composition.task().load(run.task());
    } catch (IOException e) {
      throw Damage.of(e);
    }
  }

  /** The column of each input. */
  static Map<String, String> columns(CheckedSpec spec) {
    Map<String, String> columns = new LinkedHashMap<>();
    spec.inputs().forEach((name, plan) -> columns.put(name, plan.column()));
    return columns;
  }

  /**
   * Starts reading with one thread per core, at most 8; features are kept up to {@code cache_mb}.
   */
  public static Batches batches(CheckedSpec spec, Map<String, Reader> readers) {
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
