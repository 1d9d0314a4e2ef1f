package dev.braid.testkit;

import dev.braid.api.SourceFactory;
import dev.braid.core.data.shapes.ClipEvent;
import dev.braid.core.data.shapes.QuestionKind;
import dev.braid.core.data.shapes.SampleKind;
import dev.braid.core.data.shapes.ShapeClipsSource;
import dev.braid.core.data.shapes.ShapesSource;
import dev.braid.core.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The built-in sources under the contract that strangers' sources are held to. */
class BuiltInSourcesTest {

  @Nested
  class Shapes extends SourceContract<ShapesSource.Options> {
    @Override
    protected SourceFactory<ShapesSource.Options> factory() {
      return new ShapesSource();
    }

    @Override
    protected ShapesSource.Options options() {
      return new ShapesSource.Options(
          6, 3, 4, List.of(QuestionKind.values()), 32, 1, 3, 1, SampleKind.QUESTIONS, 1);
    }

    @Override
    protected Set<String> fileColumns() {
      return Set.of("picture");
    }
  }

  @Nested
  class Captions extends Shapes {
    @Override
    protected ShapesSource.Options options() {
      return new ShapesSource.Options(
          6, 3, 4, List.of(QuestionKind.COLOUR), 32, 1, 3, 1, SampleKind.CAPTIONS, 2);
    }
  }

  @Nested
  class ShapeClips extends SourceContract<ShapeClipsSource.Options> {
    @Override
    protected SourceFactory<ShapeClipsSource.Options> factory() {
      return new ShapeClipsSource();
    }

    @Override
    protected ShapeClipsSource.Options options() {
      return new ShapeClipsSource.Options(8, 3, 8, 32, List.of(ClipEvent.values()), 1);
    }

    @Override
    protected Set<String> fileColumns() {
      return Set.of("clip");
    }
  }

  @Nested
  class Table extends SourceContract<TableSource.Options> {
    @Override
    protected SourceFactory<TableSource.Options> factory() {
      return new TableSource();
    }

    @Override
    protected TableSource.Options options() {
      return table("train.jsonl");
    }

    private static TableSource.Options table(String train) {
      return new TableSource.Options(
          train, "validation.csv", null, null, null, null, null, null, null);
    }

    @Override
    protected void prepare(Path folder) throws IOException {
      Files.writeString(
          folder.resolve("train.jsonl"),
          """
          {"question": "what?", "picture": "a.png", "answer": 3}
          {"question": "who?", "answer": true}
          """);
      Files.writeString(
          folder.resolve("validation.csv"), "question,picture,answer\nhow?,a.png,well\n");
      Files.writeString(folder.resolve("broken.jsonl"), "{\"question\": \"what?\"}\n{\"question\"");
      Files.createFile(folder.resolve("a.png"));
    }

    @Override
    protected Set<String> fileColumns() {
      return Set.of("picture");
    }

    @Override
    protected Map<TableSource.Options, String> unreadable() {
      return Map.of(table("none.jsonl"), "none.jsonl", table("broken.jsonl"), "broken.jsonl:2");
    }
  }
}
