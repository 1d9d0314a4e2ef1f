package dev.braid.core.index;

import static dev.braid.core.index.Vectors.ids;
import static dev.braid.core.index.Vectors.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of a change or nothing of it, by one writer at a time, and no damage goes unseen. */
class IndexUpdateTest {

  private static final List<float[]> VECTORS = Vectors.random(60, 8, 1);

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void place() {
    folder = temporary.resolve("indexes/one");
  }

  private IndexManifest manifest(int exactUpTo) {
    return IndexManifest.of(
        folder, temporary.resolve("runs/a/1"), "0123456789abcdef", Side.TARGET, 8, exactUpTo);
  }

  private void make(int exactUpTo) throws Exception {
    try (IndexUpdate update = IndexUpdate.create(folder, manifest(exactUpTo))) {
      Vectors.put(update, 0, VECTORS);
      update.commit();
    }
  }

  @Test
  void theManifestComesBackAndNamesTheRunFromWhereTheIndexIs() throws Exception {
    make(1000);
    try (VectorIndex index = VectorIndex.open(folder)) {
      assertThat(index.manifest()).isEqualTo(manifest(1000));
      assertThat(index.manifest().run()).isEqualTo("../../runs/a/1");
    }
    Path elsewhere = temporary.resolve("x/y/z");
    assertThat(manifest(1).run(elsewhere)).isEqualTo(temporary.resolve("x/runs/a/1"));
  }

  @Test
  void whatIsNotCommittedIsTakenBack() throws Exception {
    make(1000);
    try (VectorIndex before = VectorIndex.open(folder)) {
      try (IndexUpdate update = IndexUpdate.open(folder)) {
        update.put("new", VECTORS.get(0), Map.of());
        update.delete(List.of("0"));
      }
      try (VectorIndex after = VectorIndex.open(folder)) {
        assertThat(after.size()).isEqualTo(60);
        assertThat(after.bytes()).isEqualTo(before.bytes());
      }
      try (IndexUpdate update = IndexUpdate.open(folder)) {
        update.delete(List.of("0"));
        update.commit();
      }
      assertThat(before.size()).as("one that is open stays as it was").isEqualTo(60);
      assertThat(ids(before.search(VECTORS.get(0), 1, List.of()))).containsExactly("0");
    }
    try (VectorIndex after = VectorIndex.open(folder)) {
      assertThat(after.size()).isEqualTo(59);
    }
  }

  @Test
  void aFirstChangeThatIsTakenBackLeavesNoIndexButAPlaceForOne() throws Exception {
    try (IndexUpdate update = IndexUpdate.create(folder, manifest(10))) {
      Vectors.put(update, 0, VECTORS);
    }
    assertThatThrownBy(() -> VectorIndex.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "there is no index at %s; make one with braid index RUN --data FILE --out INDEX"
                .formatted(folder));
    make(10);
  }

  @Test
  void oneWritesAtATimeAndOthersMayRead() throws Exception {
    make(1000);
    try (IndexUpdate update = IndexUpdate.open(folder)) {
      assertThatThrownBy(() -> IndexUpdate.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessage(
              folder + " is being written by another process; wait for its end or stop it first");
      assertThatThrownBy(() -> IndexUpdate.create(folder, manifest(10)))
          .hasMessageContaining("is being written by another process");
      try (VectorIndex index = VectorIndex.open(folder)) {
        assertThat(index.size()).isEqualTo(60);
      }
      update.put("new", VECTORS.get(0), Map.of());
      update.commit();
    }
    IndexUpdate.open(folder).close();
  }

  @Test
  void anIndexOrOtherFilesAreNotOverwritten() throws Exception {
    make(1000);
    assertThatThrownBy(() -> IndexUpdate.create(folder, manifest(10)))
        .hasMessage(
            folder + " is an index already; add to it with --add, or choose another folder");
    Path other = Files.createDirectories(temporary.resolve("notes"));
    Files.writeString(other.resolve("notes.txt"), "");
    assertThatThrownBy(() -> IndexUpdate.create(other, manifest(10)))
        .hasMessage(other + " is no index, but has notes.txt in it; choose a new folder");
    assertThatThrownBy(() -> IndexUpdate.create(other.resolve("notes.txt"), manifest(10)))
        .hasMessageContaining("notes.txt is in the way");
  }

  @Test
  void onlyVectorsOfTheWidthAndOfLengthOneAreTaken() throws Exception {
    try (IndexUpdate update = IndexUpdate.create(folder, manifest(10))) {
      float[] nan = VECTORS.get(0).clone();
      nan[3] = Float.NaN;
      for (float[] wrong :
          List.of(unit(1, 1), new float[8], nan, new float[] {2, 0, 0, 0, 0, 0, 0, 0})) {
        assertThatThrownBy(() -> update.put("a", wrong, Map.of()))
            .as(Arrays.toString(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("the vector of a has");
      }
      assertThatThrownBy(() -> update.put("a".repeat(40_000), VECTORS.get(0), Map.of()))
          .isInstanceOf(BadDataException.class);
      assertThat(update.commit().size()).isZero();
    }
    IndexManifest wide = IndexManifest.of(folder, Path.of("run"), "abc", Side.TARGET, 1025, 10);
    assertThatThrownBy(() -> IndexUpdate.create(temporary.resolve("wide"), wide))
        .hasMessageContaining("at most 1024 values, not 1025");
  }

  @Test
  void deletingWhatIsNotThereDeletesNothing() throws Exception {
    make(1000);
    try (IndexUpdate update = IndexUpdate.open(folder)) {
      assertThatThrownBy(() -> update.delete(List.of("1", "100")))
          .isInstanceOf(BadDataException.class)
          .hasMessage(folder + " has no entry '100'; nothing was deleted");
      assertThat(update.commit().size()).isEqualTo(60);
    }
  }

  @Test
  void anotherModelIsRefused() throws Exception {
    Path run = temporary.resolve("runs/a/1");
    manifest(10).check(folder, run, "0123456789abcdef");
    assertThatThrownBy(() -> manifest(10).check(folder, run, "fedcba9876543210"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "%s was made with other weights than %s has now (SHA-256 0123456789ab…, not fedcba987654…)"
                .formatted(folder, run));
    assertThatThrownBy(() -> manifest(10).check(folder, run, 16))
        .hasMessage(
            "%s holds vectors of 8 values, but %s makes such of 16; make the index again"
                .formatted(folder, run));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000})
  void aChangedByteInAnyFileIsFound(int exactUpTo) throws Exception {
    make(exactUpTo);
    int files = 0;
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      for (int place : new int[] {0, bytes.length / 2, bytes.length - 1}) {
        byte[] changed = bytes.clone();
        changed[place] ^= 4;
        Files.write(file, changed);
        damaged("%s with byte %d changed".formatted(file, place));
      }
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      damaged(file + " cut off");
      assertThatThrownBy(() -> IndexUpdate.open(folder)).isExactlyInstanceOf(IOException.class);
      Files.delete(file);
      if (!file.getFileName().toString().startsWith("segments")) {
        damaged(file + " missing");
      }
      Files.write(file, bytes);
      files++;
    }
    assertThat(files).isGreaterThan(8);
    VectorIndex.open(folder).close();
  }

  private void damaged(String what) {
    Throwable thrown = catchThrowable(() -> VectorIndex.open(folder).close());
    assertThat(thrown).as(what).isExactlyInstanceOf(IOException.class);
    assertThat(thrown.getMessage())
        .as(what)
        .matches(
            "(?s)\\Q"
                + folder
                + "\\E (is damaged: .*; restore it from a copy or make it again"
                + "|was made by another version of Braid; make it again) with .*");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> !path.endsWith("write.lock")).sorted().toList();
    }
  }

  @Test
  void whatBraidDidNotMakeIsRefused() throws Exception {
    Files.createDirectories(folder);
    try (FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.commit();
    }
    assertThatThrownBy(() -> VectorIndex.open(folder))
        .hasMessage(folder + " is an index of Lucene, but none that Braid made");
    assertThatThrownBy(() -> VectorIndex.open(temporary.resolve("none")))
        .hasMessageStartingWith("there is no index at ");
    assertThat(temporary.resolve("none")).doesNotExist();
  }
}
