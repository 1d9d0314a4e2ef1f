package dev.braid.core.index;

import static dev.braid.core.index.Vectors.ids;
import static dev.braid.core.index.Vectors.nearest;
import static dev.braid.core.index.Vectors.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found is what a look at every vector finds, with a graph and without. */
class VectorIndexTest {

  private static final int WIDTH = 24;

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("index");
  }

  /** With a graph beyond so many entries. */
  private IndexUpdate create(int width, int exactUpTo) throws Exception {
    return IndexUpdate.create(
        folder(), IndexManifest.of(folder(), Path.of("run"), "abc", Side.TARGET, width, exactUpTo));
  }

  private void fill(List<float[]> vectors, int exactUpTo) throws Exception {
    try (IndexUpdate update = create(vectors.get(0).length, exactUpTo)) {
      Vectors.put(update, 0, vectors);
      update.commit();
    }
  }

  private static List<Condition> where(String... conditions) throws Exception {
    List<Condition> list = new ArrayList<>();
    for (String condition : conditions) {
      list.add(Condition.parse(condition));
    }
    return list;
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "7, 5", "40, 16", "500, 24", "3000, 8"})
  void exactSearchFindsWhatComparingAllFinds(int count, int width) throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Path folder = temporary.resolve("index" + seed);
      List<float[]> vectors = Vectors.random(count, width, seed);
      try (IndexUpdate update =
          IndexUpdate.create(
              folder,
              IndexManifest.of(folder, Path.of("run"), "abc", Side.TARGET, width, 10_000))) {
        Vectors.put(update, 0, vectors);
        update.commit();
      }
      try (VectorIndex index = VectorIndex.open(folder)) {
        assertThat(index.exact()).isTrue();
        for (float[] query : Vectors.random(20, width, -seed)) {
          List<Hit> hits = index.search(query, 10, List.of());
          assertThat(ids(hits)).isEqualTo(nearest(vectors, query, 10));
          for (Hit hit : hits) {
            int number = Integer.parseInt(hit.id());
            assertThat(hit.score())
                .isCloseTo(Vectors.dot(vectors.get(number), query), within(1e-5f));
            assertThat(hit.fields()).isEqualTo(Vectors.fields(number));
          }
        }
      }
    }
  }

  @Test
  void ofEqualScoresTheFirstThatCameIsFirst() throws Exception {
    try (IndexUpdate update = create(2, 10_000)) {
      for (int commit = 0; commit < 12; commit++) { // several pieces, some of which are merged
        for (int i = 0; i < 5; i++) {
          update.put("%d.%d".formatted(commit, i), unit(1, i % 2), Map.of());
        }
        update.commit();
      }
    }
    try (VectorIndex index = VectorIndex.open(folder())) {
      assertThat(ids(index.search(unit(1, 0), 7, List.of())))
          .containsExactly("0.0", "0.2", "0.4", "1.0", "1.2", "1.4", "2.0");
    }
  }

  @ParameterizedTest
  @CsvSource({"10000", "100"})
  void filtersAreLookedAtFirst(int exactUpTo) throws Exception {
    List<float[]> vectors = Vectors.random(800, WIDTH, 5);
    fill(vectors, exactUpTo);
    Map<List<Condition>, IntPredicate> filters =
        Map.of(
            where("colour=red"), number -> number % 3 == 0,
            where("size=4"), number -> number % 5 == 4,
            where("size=4.0", "colour=blue"), number -> number % 5 == 4 && number % 3 == 2,
            where("tags=tag6"), number -> number % 7 == 6,
            where("tags=tag6", "tags=all", "size=1", "colour=green"), number -> number % 105 == 76,
            where("colour=yellow"), number -> false);
    try (VectorIndex index = VectorIndex.open(folder())) {
      assertThat(index.exact()).isEqualTo(exactUpTo == 10_000);
      filters.forEach(
          (where, among) -> {
            for (float[] query : Vectors.random(10, WIDTH, 6)) {
              assertThat(search(index, query, where))
                  .as("%s", where)
                  .isEqualTo(nearest(vectors, query, 10, among));
            }
          });
    }
  }

  private static List<String> search(VectorIndex index, float[] query, List<Condition> where) {
    try {
      return ids(index.search(query, 10, where));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aColumnMayHoldTextsAndNumbersAndLongTexts() throws Exception {
    String novel = "word ".repeat(10_000);
    try (IndexUpdate update = create(2, 10)) {
      update.put("text", unit(1, 0), Map.of("year", "2000", "exact", true));
      update.put("number", unit(1, 0), Map.of("year", 2000, "exact", false));
      update.put("other", unit(1, 0), Map.of("year", "about 2000", "file", Path.of("a/b.png")));
      update.put("long", unit(1, 0), Map.of("text", novel));
      update.commit();
    }
    try (VectorIndex index = VectorIndex.open(folder())) {
      assertThat(ids(index.search(unit(1, 1), 9, where("year=2000"))))
          .containsExactly("text", "number");
      assertThat(ids(index.search(unit(1, 1), 9, where("exact=true")))).containsExactly("text");
      assertThat(ids(index.search(unit(1, 1), 9, where("file=a/b.png")))).containsExactly("other");
      assertThat(index.search(unit(1, 1), 9, List.of()).get(3).fields())
          .containsEntry("text", novel);
    }
  }

  @ParameterizedTest
  @CsvSource({"10000", "100"})
  void deletedAndReplacedEntriesAreGone(int exactUpTo) throws Exception {
    List<float[]> vectors = new ArrayList<>(Vectors.random(400, WIDTH, 8));
    fill(vectors, exactUpTo);
    Random random = new Random(9);
    List<Boolean> there = new ArrayList<>(java.util.Collections.nCopies(400, true));
    for (int round = 0; round < 6; round++) {
      try (IndexUpdate update = IndexUpdate.open(folder())) {
        List<String> deleted = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
          int chance = random.nextInt(10);
          if (chance == 0 && there.get(i)) {
            deleted.add("" + i);
            there.set(i, false);
          } else if (chance < 3) { // changed, or there again
            vectors.set(i, Vectors.random(1, WIDTH, random.nextLong()).get(0));
            update.put("" + i, vectors.get(i), Map.of("round", round));
            there.set(i, true);
          }
        }
        update.delete(deleted);
        assertThat(update.commit().size()).isEqualTo(there.stream().filter(one -> one).count());
      }
      try (VectorIndex index = VectorIndex.open(folder())) {
        for (float[] query : Vectors.random(20, WIDTH, round)) {
          List<String> right = nearest(vectors, query, 10, there::get);
          assertThat(ids(index.exact(query, 10, List.of()))).isEqualTo(right);
          assertThat(ids(index.search(query, 10, List.of()))).isEqualTo(right);
        }
      }
    }
  }

  @Test
  void anUnknownFieldIsRefusedWithTheNearestName() throws Exception {
    fill(Vectors.random(3, WIDTH, 1), 10);
    try (VectorIndex index = VectorIndex.open(folder())) {
      assertThatThrownBy(
              () -> index.search(Vectors.random(1, WIDTH, 2).get(0), 10, where("color=red")))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              "--where 'color=red': there is no field 'color' in the index; did you mean 'colour'?"
                  + " Known: colour, size, tags");
    }
  }

  @Test
  void anEmptyIndexIsRefused() throws Exception {
    fill(Vectors.random(2, WIDTH, 1), 10);
    try (IndexUpdate update = IndexUpdate.open(folder())) {
      update.delete(List.of("0", "1"));
      assertThat(update.commit().size()).isZero();
    }
    try (VectorIndex index = VectorIndex.open(folder())) {
      assertThatThrownBy(() -> index.search(Vectors.random(1, WIDTH, 2).get(0), 10, List.of()))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("is empty; add to it with braid index");
    }
  }
}
