package dev.braid.core.experiment;

import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.core.check.CacheKind;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Maker;
import dev.braid.core.data.Batches;
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.data.FeatureCache;
import dev.braid.core.data.Features;
import dev.braid.core.data.disk.DiskCache;
import dev.braid.core.run.Damage;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.BrokenPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From the samples of a spec to batches: what readers and task learn, and the batches they make.
 */
public final class Pipeline {

  private Pipeline() {}

  /** Lets readers and task learn from the train split. */
  public static void fit(CheckedSpec spec, Composition composition, List<Sample> train)
      throws BadDataException {
    fit(spec, composition.readers(), train, spec.training().broken());
    composition.task().fit(train);
  }

  /**
   * Lets readers alone learn from the train split, or gives them what those of another run had
   * learned where the spec takes their encoders over.
   */
  public static void fit(
      CheckedSpec spec, Map<String, Reader> readers, List<Sample> train, BrokenPolicy broken)
      throws BadDataException {
    Optional<StartingWeights> weights = StartingWeights.of(spec);
    Set<String> known = weights.isPresent() ? weights.get().read(readers) : Set.of();
    for (InputPlan plan : spec.inputs().values()) {
      if (known.contains(plan.name())) {
        continue;
      }
      List<Object> values =
          train.stream()
              .map(sample -> sample.value(plan.column()))
              .flatMap(Stream::ofNullable)
              .toList();
      fit(Objects.requireNonNull(readers.get(plan.name())), values, broken);
    }
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

  /** The column that the task predicts, if it has one. */
  public static @Nullable String target(CheckedSpec spec) {
    return Maker.columns(spec.task()).stream()
        .filter(column -> column.option().equals("target"))
        .map(column -> column.name())
        .findFirst()
        .orElse(null);
  }

  /** Where broken samples are skipped, values that cannot be read teach nothing. */
  private static void fit(Reader reader, List<Object> values, BrokenPolicy broken)
      throws BadDataException {
    try {
      reader.fit(values);
    } catch (BadDataException e) {
      if (broken == BrokenPolicy.FAIL) {
        throw e;
      }
      List<Object> readable = new ArrayList<>();
      for (Object value : values) {
        if (fits(reader, value)) {
          readable.add(value);
        }
      }
      reader.fit(readable);
    }
  }

  private static boolean fits(Reader reader, Object value) {
    try {
      reader.fit(List.of(value));
      return true;
    } catch (BadDataException e) {
      return false;
    }
  }

  /** Starts reading without a folder for files: what would be kept on disk is kept in memory. */
  public static Batches batches(CheckedSpec spec, Map<String, Reader> readers) {
    return batches(spec, readers, null);
  }

  /**
   * Starts reading with one thread per core, at most 8.
   *
   * @param readers that have learned
   * @param cache a folder for files that can be made again, or null
   */
  public static Batches batches(
      CheckedSpec spec, Map<String, Reader> readers, @Nullable Path cache) {
    Map<String, Features> features = new LinkedHashMap<>();
    Map<String, List<Augmentation>> augmentations = new LinkedHashMap<>();
    long share = ((long) spec.training().cacheMb() << 20) / Math.max(1, readers.size());
    for (InputPlan plan : spec.inputs().values()) {
      Reader reader = readers.get(plan.name());
      if (reader != null) {
        features.put(plan.name(), features(spec, plan, reader, share, cache));
        AugmentationContext context = new AugmentationContext(reader.features(), reader.special());
        augmentations.put(
            plan.name(),
            plan.augment().stream().map(part -> Maker.augmentation(part, context)).toList());
      }
    }
    BrokenSamples broken =
        spec.training().broken() == BrokenPolicy.SKIP ? new BrokenSamples() : null;
    int threads = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
    return new Batches(columns(spec), features, augmentations, broken, threads);
  }

  private static Features features(
      CheckedSpec spec, InputPlan plan, Reader reader, long share, @Nullable Path cache) {
    if (plan.cache() == CacheKind.NONE) {
      return reader::read;
    }
    if (plan.cache() == CacheKind.MEMORY || cache == null) {
      return new FeatureCache(reader, share);
    }
    String options = plan.reader().factory().getClass().getName() + plan.reader().options();
    return new DiskCache(
        cache.resolve("features"),
        options,
        reader,
        plan.reader().factory().readsFiles(),
        (long) spec.training().diskCacheMb() << 20);
  }
}
