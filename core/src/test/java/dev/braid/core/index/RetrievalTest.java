package dev.braid.core.index;

import static dev.braid.core.index.Vectors.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From samples to an index and back, by a model of colours. */
class RetrievalTest {

  private static final Sample RED = new Sample("query", Map.of("text", "red"));

  @TempDir Path temporary;
  private Path folder;
  private List<Sample> samples;

  @BeforeEach
  void write() throws Exception {
    folder = temporary.resolve("index");
    Files.writeString(temporary.resolve("rose"), "9 1 1");
    Files.writeString(temporary.resolve("leaf"), "1 9 1");
    Files.writeString(temporary.resolve("wine"), "9 1 4");
    Files.writeString(temporary.resolve("bill"), "pay by Monday");
    samples = new ArrayList<>();
    for (String name : List.of("leaf", "wine", "rose")) {
      samples.add(
          new Sample(
              name, Map.of("file", temporary.resolve(name), "letter", name.substring(0, 1))));
    }
  }

  private IndexUpdate create() throws Exception {
    return IndexUpdate.create(
        folder, IndexManifest.of(folder, Path.of("run"), "abc", Side.TARGET, 3, 100));
  }

  @Test
  void samplesOfOneSideAreFoundByTheOther() throws Exception {
    try (IndexUpdate update = create()) {
      assertThat(new Indexing(new Colours(), update, null).add(samples)).isEqualTo(3);
      update.commit();
    }
    try (VectorIndex index = VectorIndex.open(folder)) {
      Retrieval retrieval = new Retrieval(index, new Colours(), Retrieval.Reranker.NONE);
      List<Hit> hits = retrieval.search(RED, 2, List.of());
      assertThat(ids(hits)).containsExactly("rose", "wine");
      assertThat(hits.get(0).fields())
          .containsEntry("file", temporary.resolve("rose").toString())
          .containsEntry("letter", "r");
      assertThat(ids(retrieval.search(RED, 2, List.of(Condition.parse("letter=l")))))
          .containsExactly("leaf");
    }
  }

  @Test
  void whatWasFoundCanBeReranked() throws Exception {
    try (IndexUpdate update = create()) {
      new Indexing(new Colours(), update, null).add(samples);
      update.commit();
    }
    Retrieval.Reranker reranker =
        (query, hits) -> {
          assertThat(query).isEqualTo(RED);
          return List.of(hits.get(1), hits.get(0));
        };
    try (VectorIndex index = VectorIndex.open(folder)) {
      assertThat(ids(new Retrieval(index, new Colours(), reranker).search(RED, 2, List.of())))
          .containsExactly("wine", "rose");
    }
  }

  @Test
  void aBrokenSampleStopsAllOrIsLeftOut() throws Exception {
    samples.add(1, new Sample("bill", Map.of("file", temporary.resolve("bill"))));
    try (IndexUpdate update = create()) {
      assertThatThrownBy(() -> new Indexing(new Colours(), update, null).add(samples))
          .isInstanceOf(BadDataException.class)
          .hasMessage("bill: is no picture");
      List<String> broken = new ArrayList<>();
      assertThat(new Indexing(new Colours(), update, broken::add).add(samples)).isEqualTo(3);
      assertThat(broken).containsExactly("bill: is no picture");
      assertThat(update.commit().size()).isEqualTo(3);
    }
  }
}
