package dev.braid.core.data.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {

  private static final int FILES = 40;

  @TempDir Path folder;
  private Path all;
  private final List<Path> files = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    all = folder.resolve("features");
    Random random = new Random(1);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[100 + i];
      random.nextBytes(bytes);
      files.add(Files.write(folder.resolve("file" + i), bytes));
    }
  }

  private DiskCache cache(CountingReader reader, long limit) {
    return new DiskCache(all, "o", reader, true, limit, 3000);
  }

  /** Reads everything, twice, each time right; returns how often the reader was needed. */
  private int fill() throws Exception {
    return fill("", 1 << 30);
  }

  private int fill(String learned, long limit) throws Exception {
    CountingReader reader = new CountingReader(learned);
    try (DiskCache cache = cache(reader, limit)) {
      assertAllRight(cache);
      assertAllRight(cache);
    }
    return reader.reads();
  }

  private void assertAllRight(DiskCache cache) throws Exception {
    for (Path file : files) {
      Feature.Bytes feature = (Feature.Bytes) cache.read(file);
      assertThat(feature.values()).isEqualTo(Files.readAllBytes(file));
      assertThat(feature.shape()).containsExactly(1, Files.size(file));
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> walk = Files.walk(all)) {
      return walk.filter(path -> path.toString().endsWith(Segment.ENDING)).sorted().toList();
    }
  }

  @Test
  void aSecondRunReadsNothing() throws Exception {
    assertThat(fill()).isEqualTo(FILES);
    assertThat(segments()).as("several segments").hasSizeGreaterThan(1);
    assertThat(fill()).isZero();
    assertThat(segments().get(0).getParent())
        .as("nothing is left half written")
        .isDirectoryNotContaining(path -> !path.toString().endsWith(Segment.ENDING));
  }

  @Test
  void contentDecidesNotTheName() throws Exception {
    fill();
    Path moved = Files.move(files.get(0), folder.resolve("moved"));
    files.set(0, moved);
    assertThat(fill()).isZero();
    Files.write(moved, new byte[] {1, 2, 3}); // another picture under the same name
    assertThat(fill()).isEqualTo(1);
  }

  @Test
  void anotherReaderHasACacheOfItsOwn() throws Exception {
    fill();
    assertThat(fill("another vocabulary", 1 << 30)).isEqualTo(FILES);
    CountingReader reader = new CountingReader("");
    try (DiskCache cache = new DiskCache(all, "other options", reader, true, 1 << 30, 3000)) {
      assertAllRight(cache);
    }
    assertThat(reader.reads()).isEqualTo(FILES);
    assertThat(fill()).as("the first is still there").isZero();
  }

  @Test
  void everyDamageIsFoundAndReadAgain() throws Exception {
    fill();
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      Path segment = segments().get(random.nextInt(segments().size()));
      byte[] bytes = Files.readAllBytes(segment);
      if (round % 3 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.delete(segment); // not over it: it may still be mapped
      Files.write(segment, bytes);
      int again = fill();
      assertThat(again).as("values read again in round %d", round).isBetween(0, FILES);
      assertThat(fill()).as("rebuilt after round %d", round).isZero();
    }
  }

  @Test
  void whatAKilledProcessLeftIsNotUsed() throws Exception {
    fill();
    Path reader = segments().get(0).getParent();
    byte[] whole = Files.readAllBytes(segments().get(0));
    Files.write(reader.resolve("x" + SegmentWriter.ENDING), Arrays.copyOf(whole, 150));
    assertThat(fill()).isZero();
  }

  @Test
  void severalThreadsAndInstancesWriteAtOnce() throws Exception {
    List<CountingReader> readers = new ArrayList<>();
    List<DiskCache> caches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(new CountingReader(""));
      caches.add(cache(readers.get(i), 1 << 30));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        DiskCache cache = caches.get(i % 3);
        work.add(
            () -> {
              assertAllRight(cache);
              return true;
            });
      }
      for (Future<Boolean> one : threads.invokeAll(work)) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    caches.forEach(DiskCache::close);
    int before = segments().size();
    assertThat(fill()).isZero();
    assertThat(segments()).as("copies of others are deleted").hasSizeLessThan(before);
    assertThat(fill()).isZero();
  }

  @Test
  void severalProcessesWriteAtOnce() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), CountingReader.class.getName()));
      command.add(all.toString());
      files.forEach(file -> command.add(file.toString()));
      children.add(new ProcessBuilder(command).redirectErrorStream(true).start());
    }
    for (Process child : children) {
      String said =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(child.waitFor()).as(said).isZero();
      assertThat(Integer.parseInt(said)).isBetween(0, FILES);
    }
    assertThat(fill()).isZero();
  }

  @Test
  void theCacheKeepsToItsLimit() throws Exception {
    assertThat(fill("", 2000)).as("some were read twice").isBetween(FILES + 1, 2 * FILES - 1);
    long bytes = 0;
    for (Path segment : segments()) {
      bytes += Files.size(segment);
    }
    assertThat(bytes).isLessThan(2100);
    assertThat(fill("a reader that came later", 1500)).isGreaterThan(FILES);
    assertThat(segments()).as("what others left makes room").hasSize(1);
  }

  @Test
  void aFileThatIsNotThereIsTheReadersToExplain() {
    try (DiskCache cache = cache(new CountingReader(""), 1 << 30)) {
      assertThatThrownBy(() -> cache.read(folder.resolve("none")))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("there is no file");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsReportedWithTheRemedy() throws Exception {
    Files.writeString(all, "a file, not a folder");
    try (DiskCache cache = cache(new CountingReader(""), 1 << 30)) {
      assertThatThrownBy(() -> cache.read(files.get(0)))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(all.toString())
          .hasMessageContaining("cache: memory");
    }
  }
}
