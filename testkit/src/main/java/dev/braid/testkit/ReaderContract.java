package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.core.parts.PartKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every reader must do. Extend it with a class that gives the factory, its options, raw values
 * that can be read and some that cannot.
 *
 * @param <O> the reader's options
 */
public abstract class ReaderContract<O extends Record> extends PartContract<O> {

  private static final int THREADS = 4;

  /** Values of the kinds that a sample may hold, odd ones among them. */
  private static final List<Object> ODD =
      List.of(
          "",
          " ",
          "\0",
          "\ud800",
          "a".repeat(100_000),
          0,
          -1.5,
          Double.NaN,
          true,
          Path.of(""),
          Path.of("no-such-file.bin"),
          List.of(),
          List.of("a", 1),
          Map.of("a", 1));

  private final NDManager manager = NDManager.newBaseManager();

  @Override
  protected abstract ReaderFactory<O> factory();

  /**
   * Three or more values that can be read, no two alike.
   *
   * @param folder for files
   */
  protected abstract List<Object> values(Path folder) throws IOException;

  /**
   * Values that cannot be read, each with words that the message must have: the file or the text,
   * or the remedy.
   *
   * @param folder for files
   */
  protected abstract Map<Object, String> unreadable(Path folder) throws IOException;

  @Override
  final PartKind kind() {
    return PartKind.READER;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void whatItDeclaresIsWhatItYields(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    assertThat(values).as("values()").hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
    Reader reader = fitted(values);
    FeatureSpec spec = reader.features();
    assertThat(dimensions(spec.shape()))
        .as("shape once it has learned; 0 beforehand is a size that it learns")
        .doesNotContain(0L)
        .isEqualTo(learned(dimensions(factory().features(options()).shape()), spec.shape()));
    List<Feature> features = read(reader, values);
    InputBatch batch = reader.batch(features, manager);
    long[] shape = batch.values().getShape().getShape();
    long[] declared = spec.shape().getShape();
    assertThat(shape).as("[B] and the declared shape").hasSize(declared.length + 1);
    assertThat(shape[0]).isEqualTo(values.size());
    for (int d = 0; d < declared.length; d++) {
      if (declared[d] >= 0) {
        assertThat(shape[d + 1]).as("dimension " + d + " of a sample").isEqualTo(declared[d]);
      }
    }
    assertThat(batch.mask() != null)
        .as("a mask, where the declared shape begins with -1")
        .isEqualTo(declared.length > 0 && declared[0] == -1);
    assertRealTokensStandInFront(batch);
    assertThat(batch.present().toBooleanArray()).containsOnly(true);
    if (features.get(0) instanceof Feature.Ids) {
      assertThat(spec.classes()).as("classes of ids").isPositive();
      for (double id : Values.numbers(batch.values())) {
        assertThat(id).as("an id").isBetween(0.0, spec.classes() - 1.0);
      }
    }
  }

  @Test
  void valuesCanBeShown(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values);
    long[] declared = reader.features().shape().getShape();
    for (Object value : values) {
      Feature feature = reader.read(value);
      long[] read = feature.dimensions();
      long[] original = reader.original(value, feature);
      assertThat(original).as("original dimensions of %s", value).hasSameSizeAs(read);
      for (int d = 0; d < read.length; d++) {
        if (declared[d] < 0) {
          assertThat(original[d]).as("original dimension %d", d).isGreaterThanOrEqualTo(read[d]);
        }
      }
      if (feature instanceof Feature.Ids ids) {
        for (int id : ids.values()) {
          assertThat(reader.token(id)).as("token of id %d", id).isNotBlank();
        }
      }
    }
  }

  @Test
  void aSamplesFeaturesDoNotDependOnTheBatch(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values);
    List<Feature> features = read(reader, values);
    InputBatch all = reader.batch(features, manager);
    for (int i = 0; i < features.size(); i++) {
      InputBatch alone = reader.batch(List.of(features.get(i)), manager);
      assertThat(real(alone, 0)).as("value " + i + " alone").isEqualTo(real(all, i));
    }
  }

  @Test
  void severalThreadsReadTheSame(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values);
    List<Feature> expected = read(reader, values);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<List<List<Feature>>> readOften =
          () -> {
            List<List<Feature>> rounds = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
              rounds.add(read(reader, values));
            }
            return rounds;
          };
      for (Future<List<List<Feature>>> future :
          threads.invokeAll(List.of(readOften, readOften, readOften, readOften))) {
        for (List<Feature> features : future.get()) {
          assertSame("read by several threads", features, expected);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void absentSamplesAreZerosAndNotPresent(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values);
    List<@Nullable Feature> some = new ArrayList<>(read(reader, values));
    some.set(1, null);
    InputBatch batch = reader.batch(some, manager);
    boolean[] present = new boolean[some.size()];
    Arrays.fill(present, true);
    present[1] = false;
    assertThat(batch.present().toBooleanArray()).isEqualTo(present);
    assertZeros(batch, "1:2");
    InputBatch none = reader.batch(Arrays.asList(null, null), manager);
    assertThat(none.present().toBooleanArray()).containsExactly(false, false);
    assertZeros(none, ":");
  }

  @Test
  void aBatchBelongsToTheManagerItIsGiven(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values);
    List<@Nullable Feature> features = new ArrayList<>(read(reader, values));
    features.add(null);
    InputBatch batch = reader.batch(features, manager);
    assertThat(batch.values().getManager()).isSameAs(manager);
    assertThat(batch.present().getManager()).isSameAs(manager);
    if (batch.mask() != null) {
      assertThat(batch.mask().getManager()).isSameAs(manager);
    }
  }

  @Test
  void whatCannotBeReadIsBadData(@TempDir Path folder) throws Exception {
    Reader reader = fitted(values(folder));
    Map<Object, String> unreadable = unreadable(folder);
    assertThat(unreadable).as("unreadable()").isNotEmpty();
    unreadable.forEach(
        (value, words) ->
            assertThatThrownBy(() -> reader.read(value))
                .as("reading %s", value)
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(words));
    for (Object value : ODD) {
      assertReadOrBadData(value, catchThrowable(() -> reader.read(value)));
      assertReadOrBadData(value, catchThrowable(() -> create().fit(List.of(value))));
    }
  }

  private static void assertReadOrBadData(Object value, @Nullable Throwable thrown) {
    if (thrown != null) {
      assertThat(thrown).as("reading '%.40s'", value).isInstanceOf(BadDataException.class);
      assertThat(thrown.getMessage()).as("message for '%.40s'", value).isNotBlank();
    }
  }

  @Test
  void aReaderThatIsLoadedReadsTheSame(@TempDir Path folder, @TempDir Path saved) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values.subList(0, values.size() - 1)); // one that it does not know
    reader.save(saved);
    Reader loaded = create();
    loaded.load(saved);
    assertThat(loaded.features()).isEqualTo(reader.features());
    assertSame("read after load", read(loaded, values), read(reader, values));
    try (var files = Files.list(saved)) {
      if (files.findAny().isPresent()) {
        Path empty = Files.createDirectory(saved.resolve("empty"));
        assertThatThrownBy(() -> create().load(empty))
            .as("loading from an empty folder")
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void readingTeachesNothing(@TempDir Path folder) throws Exception {
    List<Object> values = values(folder);
    Reader reader = fitted(values.subList(0, 1));
    FeatureSpec learned = reader.features();
    List<Feature> first = read(reader, values);
    assertThat(reader.features()).as("features after reading").isEqualTo(learned);
    assertSame("read again", read(reader, values), first);
    assertSame(
        "read by another with the same train split",
        read(fitted(values.subList(0, 1)), values),
        first);
  }

  private Reader create() {
    return factory().create(options());
  }

  private Reader fitted(List<Object> values) throws BadDataException {
    Reader reader = create();
    reader.fit(values);
    return reader;
  }

  private static List<Feature> read(Reader reader, List<Object> values) throws BadDataException {
    List<Feature> features = new ArrayList<>();
    for (Object value : values) {
      features.add(reader.read(value));
    }
    return features;
  }

  private static void assertSame(String what, List<Feature> actual, List<Feature> expected) {
    assertThat(actual).as(what).usingRecursiveComparison().isEqualTo(expected);
  }

  private static void assertZeros(InputBatch batch, String rows) {
    assertThat(Values.numbers(batch.values().get(rows))).as("values").containsOnly(0);
    if (batch.mask() != null) {
      assertThat(batch.mask().get(rows).toBooleanArray()).as("mask").containsOnly(false);
    }
  }

  private static void assertRealTokensStandInFront(InputBatch batch) {
    if (batch.mask() == null) {
      return;
    }
    assertThat(batch.mask().getShape())
        .as("mask [B, T]")
        .isEqualTo(batch.values().getShape().slice(0, 2));
    int steps = (int) batch.mask().getShape().get(1);
    boolean[] mask = batch.mask().toBooleanArray();
    for (int i = 1; i < mask.length; i++) {
      if (i % steps > 0 && mask[i]) {
        assertThat(mask[i - 1]).as("the token before a real one").isTrue();
      }
    }
  }

  /** The values of one sample without padding. */
  private static double[] real(InputBatch batch, int sample) {
    NDArray row = batch.values().get(sample);
    if (batch.mask() == null) {
      return Values.numbers(row);
    }
    int count = 0;
    for (boolean real : batch.mask().get(sample).toBooleanArray()) {
      count += real ? 1 : 0;
    }
    return Values.numbers(row.get("0:{}", count));
  }

  /** The dimensions declared beforehand, with those that were left open as they were learned. */
  private static List<Long> learned(List<Long> declared, Shape shape) {
    List<Long> all = new ArrayList<>(declared);
    for (int d = 0; d < Math.min(all.size(), shape.dimension()); d++) {
      if (all.get(d) == 0) {
        all.set(d, shape.get(d));
      }
    }
    return all;
  }

  private static List<Long> dimensions(Shape shape) {
    return Arrays.stream(shape.getShape()).boxed().toList();
  }
}
