package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.SourceFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.core.parts.PartKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every source of samples must do. Extend it with a class that gives the factory and options
 * for a small data set, and writes the files that these need.
 *
 * @param <O> the source's options
 */
public abstract class SourceContract<O extends Record> extends PartContract<O> {

  @Override
  protected abstract SourceFactory<O> factory();

  /**
   * Writes the files that the options name; by default none.
   *
   * @param folder that relative paths start from
   */
  protected void prepare(Path folder) throws IOException {}

  /** The columns whose values are files. */
  protected Set<String> fileColumns() {
    return Set.of();
  }

  /** Options whose data cannot be read, each with words that the message must have. */
  protected Map<O, String> unreadable() {
    return Map.of();
  }

  @Override
  final PartKind kind() {
    return PartKind.SOURCE;
  }

  @Test
  void samplesHaveTheDeclaredColumnsAndKindsOfValues(@TempDir Path base, @TempDir Path cache)
      throws Exception {
    prepare(base);
    Splits splits = open(base, cache);
    assertThat(splits.train()).as("train split").isNotEmpty();
    Set<String> used = new HashSet<>();
    for (Sample sample : all(splits)) {
      assertThat(splits.columns()).as("columns").containsAll(sample.values().keySet());
      used.addAll(sample.values().keySet());
      sample.values().forEach((column, value) -> assertValue(sample.id() + " " + column, value));
    }
    assertThat(used).as("columns with a value").isEqualTo(splits.columns());
  }

  @Test
  void everySampleHasAnIdOfItsOwn(@TempDir Path base, @TempDir Path cache) throws Exception {
    prepare(base);
    List<String> ids = all(open(base, cache)).stream().map(Sample::id).toList();
    assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).isNotBlank());
  }

  @Test
  void theSameOptionsGiveTheSameSamples(
      @TempDir Path base, @TempDir Path cache, @TempDir Path other) throws Exception {
    prepare(base);
    Splits first = open(base, cache);
    assertThat(open(base, cache)).as("with the cache filled").isEqualTo(first);
    assertThat(text(open(base, other), other)).as("made anew").isEqualTo(text(first, cache));
  }

  @Test
  void valuesOfFileColumnsAreFilesThatExist(@TempDir Path base, @TempDir Path cache)
      throws Exception {
    prepare(base);
    Splits splits = open(base, cache);
    assertThat(splits.columns()).containsAll(fileColumns());
    for (Sample sample : all(splits)) {
      for (String column : fileColumns()) {
        Object value = sample.value(column);
        if (value != null) {
          assertThat(value).as(sample.id() + " " + column).isInstanceOf(Path.class);
          assertThat((Path) value).isRegularFile();
        }
      }
    }
  }

  @Test
  void itWritesToItsCacheOnly(@TempDir Path base, @TempDir Path cache) throws Exception {
    prepare(base);
    List<Path> before = files(base);
    open(base, cache);
    assertThat(files(base)).as("the user's files").isEqualTo(before);
  }

  @Test
  void whatCannotBeReadIsBadData(@TempDir Path base, @TempDir Path cache) throws Exception {
    prepare(base);
    unreadable()
        .forEach(
            (options, words) ->
                assertThatThrownBy(() -> factory().open(options, context(base, cache)))
                    .as("%s", options)
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining(words));
  }

  private Splits open(Path base, Path cache) throws BadDataException {
    return factory().open(options(), context(base, cache));
  }

  private SourceContext context(Path base, Path cache) {
    return new SourceContext(base, cache, fileColumns());
  }

  private static List<Sample> all(Splits splits) {
    List<Sample> all = new ArrayList<>(splits.train());
    if (splits.validation() != null) {
      all.addAll(splits.validation());
    }
    all.addAll(splits.test());
    return all;
  }

  /** The samples without the folder that made-up files lie in. */
  private static String text(Splits splits, Path cache) {
    return splits.toString().replace(cache.toString(), "");
  }

  private static void assertValue(String place, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(element -> assertValue(place, element));
    } else {
      assertThat(value)
          .as(place)
          .isInstanceOfAny(String.class, Number.class, Boolean.class, Path.class);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
