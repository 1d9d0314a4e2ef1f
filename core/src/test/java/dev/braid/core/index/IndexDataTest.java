package dev.braid.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.core.check.InputPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexDataTest {

  private static final Map<String, InputPlan> BOTH =
      Map.of(
          "words", Colours.plan("words", "text", false),
          "picture", Colours.plan("picture", "file", true));

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> ids(List<Sample> samples) {
    return samples.stream().map(Sample::id).toList();
  }

  @Test
  void tablesGiveTheirLinesAsIdsAndTheirFilesAsPaths() throws Exception {
    Path jsonl = file("a.jsonl", "{\"file\": \"p/1.png\", \"kind\": 3}\n{\"file\": \"p/2.png\"}\n");
    Path csv = file("b.csv", "file,kind\np/3.png,4\n");
    List<Sample> samples = IndexData.read(List.of(jsonl, csv), Colours.PICTURE, null);
    assertThat(ids(samples)).containsExactly("a.jsonl:1", "a.jsonl:2", "b.csv:2");
    assertThat(samples.get(0).values())
        .isEqualTo(Map.of("file", folder.resolve("p/1.png"), "kind", 3));
  }

  @Test
  void aColumnNamesTheEntriesAlsoOneOfFiles() throws Exception {
    Path table = file("a.jsonl", "{\"file\": \"p/1.png\", \"code\": 7}\n");
    assertThat(ids(IndexData.read(List.of(table), Colours.PICTURE, "code"))).containsExactly("7");
    assertThat(ids(IndexData.read(List.of(table), Colours.PICTURE, "file")))
        .containsExactly("p/1.png");
  }

  @Test
  void aFolderGivesItsFilesButNoHiddenOnes() throws Exception {
    file("p/b/2.png", "");
    file("p/1.png", "");
    file("p/.cache/3.png", "");
    file("p/.DS_Store", "");
    List<Sample> samples = IndexData.read(List.of(folder.resolve("p")), Colours.PICTURE, null);
    assertThat(ids(samples)).containsExactly("1.png", "b/2.png");
    assertThat(samples.get(1).values()).isEqualTo(Map.of("file", folder.resolve("p/b/2.png")));
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    Path table =
        file("a.jsonl", "{\"flie\": \"1.png\", \"text\": \"a\"}\n{\"text\": \"b\", \"x\": 1}\n");
    refused("--data: there is no file or folder " + folder.resolve("none"), folder.resolve("none"));
    refused(
        table
            + ": there is no column 'file' for input picture; did you mean 'flie'? Known: flie,"
            + " text, x",
        table);
    Path other = file("b/a.jsonl", "{\"file\": \"1.png\", \"code\": 1}\n{\"file\": \"2.png\"}\n");
    refused("two samples are called a.jsonl:1; name them by a column with --id", other, other);
    refused(
        "--data: there are no files in the folder " + folder.resolve("empty"),
        Files.createDirectories(folder.resolve("empty")));
    assertThatThrownBy(() -> IndexData.read(List.of(other), Colours.PICTURE, "code"))
        .isInstanceOf(BadDataException.class)
        .hasMessage("a.jsonl:2: column 'code' is empty; an entry needs an id");
    assertThatThrownBy(() -> IndexData.read(List.of(other), Colours.PICTURE, "cod"))
        .hasMessageContaining("there is no column 'cod' for --id; did you mean 'code'?");
    for (Map<String, InputPlan> inputs : List.of(BOTH, Colours.WORDS)) {
      assertThatThrownBy(() -> IndexData.read(List.of(folder), inputs, null))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(" is a folder, which can be read where files are the only input");
    }
  }

  private static void refused(String message, Path... paths) {
    assertThatThrownBy(() -> IndexData.read(List.of(paths), Colours.PICTURE, null))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }
}
