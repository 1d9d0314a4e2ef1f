package dev.braid.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataHashTest {

  @TempDir Path folder;

  private static String hash(Map<String, Object> first, Map<String, Object> second) {
    return DataHash.of(
        new Dataset(List.of(new Sample("a", first)), List.of(), List.of(new Sample("b", second))));
  }

  @Test
  void everyValueOfEverySampleCounts() {
    Map<String, Object> one = Map.of("question", "what?", "number", 1);
    List<String> hashes = new ArrayList<>();
    hashes.add(hash(one, one));
    hashes.add(hash(one, Map.of("question", "what?", "number", 2)));
    hashes.add(hash(one, Map.of("question", "what?", "number", "1")));
    hashes.add(hash(one, Map.of("question", "what?")));
    hashes.add(hash(Map.of("question", List.of("a", "b")), one));
    hashes.add(hash(Map.of("question", List.of("ab")), one));
    hashes.add(
        DataHash.of(
            new Dataset(
                List.of(new Sample("a", one), new Sample("b", one)), List.of(), List.of())));
    assertThat(hashes).doesNotHaveDuplicates();
  }

  @Test
  void theOrderOfColumnsDoesNotCount() {
    Map<String, Object> forth = new LinkedHashMap<>();
    forth.put("a", 1);
    forth.put("b", 2);
    Map<String, Object> back = new LinkedHashMap<>();
    back.put("b", 2);
    back.put("a", 1);
    assertThat(hash(forth, forth)).isEqualTo(hash(back, back));
  }

  @Test
  void aFileCountsByItsContentWhereverItLies() throws Exception {
    byte[] bytes = new byte[20_000];
    Path here = Files.write(folder.resolve("a.png"), bytes);
    Path there = Files.write(folder.resolve("b.png"), bytes);
    String first = hash(Map.of("picture", here), Map.of("picture", List.of(here)));
    assertThat(hash(Map.of("picture", there), Map.of("picture", List.of(there)))).isEqualTo(first);
    for (int place : new int[] {0, 4095, 19_999}) {
      bytes[place] = 1;
      Files.write(there, bytes);
      bytes[place] = 0;
      assertThat(hash(Map.of("picture", there), Map.of("picture", List.of(there))))
          .as("byte %d", place)
          .isNotEqualTo(first);
    }
    Files.write(there, new byte[20_001]);
    assertThat(hash(Map.of("picture", there), Map.of("picture", List.of(there))))
        .isNotEqualTo(first);
  }

  @Test
  void shortFilesAreReadWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "abc");
    String first = hash(Map.of("text", file), Map.of());
    Files.writeString(file, "abd");
    assertThat(hash(Map.of("text", file), Map.of())).isNotEqualTo(first);
  }

  @Test
  void aFolderCountsAsItsFiles() throws IOException {
    Path clip = Files.createDirectory(folder.resolve("clip"));
    Files.writeString(clip.resolve("1.png"), "first");
    String one = hash(Map.of("clip", clip), Map.of());
    Files.writeString(clip.resolve("2.png"), "second");
    assertThat(hash(Map.of("clip", clip), Map.of())).isNotEqualTo(one);
  }

  /** What becomes of its sample is for training to decide, which may leave it out. */
  @Test
  void aFileThatCannotBeReadCountsAsSuch() throws IOException {
    Path file = folder.resolve("a.png");
    String missing = hash(Map.of("picture", file), Map.of());
    assertThat(hash(Map.of("picture", folder.resolve("none/a.png")), Map.of())).isEqualTo(missing);
    Files.createFile(file);
    assertThat(hash(Map.of("picture", file), Map.of())).isNotEqualTo(missing);
  }
}
