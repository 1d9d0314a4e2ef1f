package dev.braid.core.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {

  @TempDir Path folder;

  private Splits open(String name, String text, Map<String, String> columns)
      throws IOException, BadDataException {
    Files.writeString(folder.resolve(name), text);
    TableSource.Options options =
        new TableSource.Options(name, null, null, null, null, columns, null, null, null);
    return new TableSource().open(options, new SourceContext(folder, folder, Set.of("picture")));
  }

  @Test
  void rowsOfListsAreNamedByNumbersAndTemplates() throws Exception {
    Splits data =
        open(
            "q.json",
            "[[\"what is it?\", \"circle\", 17],\n [\"is it red?\", \"no\", 3]]",
            Map.of("question", "0", "answer", "1", "picture", "images/{2}.png"));
    assertThat(data.train().get(0).values())
        .containsEntry("question", "what is it?")
        .containsEntry("answer", "circle")
        .containsEntry("picture", folder.resolve("images/17.png"));
    assertThat(data.columns()).containsExactly("answer", "picture", "question");
  }

  @Test
  void csvKeepsQuotedCommasAndTakesEmptyCellsAsMissing() throws Exception {
    Splits data = open("q.csv", "\uFEFFquestion,answer\n\"a, b\",x\n,y\n", null);
    assertThat(data.train().get(0).values()).containsEntry("question", "a, b");
    assertThat(data.train().get(1).values()).containsOnlyKeys("answer");
  }

  @Test
  void jsonLinesKeepNumbersAndLists() throws Exception {
    Splits data = open("q.jsonl", "{\"a\": 1.5, \"b\": [\"x\", \"y\"], \"c\": null}\n", null);
    assertThat(data.train().get(0).values())
        .containsEntry("a", 1.5)
        .containsEntry("b", List.of("x", "y"))
        .hasSize(2);
    assertThat(data.train().get(0).id()).isEqualTo("q.jsonl:1");
  }

  @Test
  void aColumnThatIsNotThereNamesTheNearest() {
    assertThatThrownBy(() -> open("q.csv", "question,answer\na,b\n", Map.of("answer", "anser")))
        .hasMessage(
            "q.csv:2: there is no column 'anser' (for 'answer') in q.csv; did you mean 'answer'? Its columns: answer, question");
  }

  @Test
  void aPathThatLeavesTheFolderIsRefused() {
    assertThatThrownBy(
            () -> open("q.jsonl", "{\"a\": 1}\n{\"picture\": \"../../etc/passwd\"}\n", null))
        .hasMessage(
            "q.jsonl:2 column 'picture': '../../etc/passwd' leaves the folder of the table (%s); paths must stay inside it"
                .formatted(folder));
  }

  @Test
  void anAbsolutePathIsRefusedUnlessItLeadsInside() throws Exception {
    assertThatThrownBy(() -> open("q.jsonl", "{\"picture\": \"/etc/passwd\"}\n", null))
        .hasMessage(
            "q.jsonl:1 column 'picture': '/etc/passwd' leaves the folder of the table (%s); paths must stay inside it"
                .formatted(folder));
    Path inside = folder.resolve("a.png");
    Splits data = open("q.jsonl", "{\"picture\": \"" + inside + "\"}\n", null);
    assertThat(data.train().get(0).value("picture")).isEqualTo(inside);
  }

  @Test
  void aLinkThatLeadsOutIsRefused(@TempDir Path elsewhere) throws Exception {
    Files.createSymbolicLink(
        folder.resolve("a.png"), Files.writeString(elsewhere.resolve("secret"), ""));
    assertThatThrownBy(() -> open("q.jsonl", "{\"picture\": \"a.png\"}\n", null))
        .hasMessage(
            "q.jsonl:1 column 'picture': 'a.png' leaves the folder of the table (%s); paths must stay inside it"
                .formatted(folder));
  }

  @Test
  void nothingOnALineIsDropped() {
    assertThatThrownBy(() -> open("q.jsonl", "\uFEFF{\"a\": 1}\n\n{\"a\": 1} {\"a\": 2}\n", null))
        .hasMessage("q.jsonl:3: a second value starts at column 10; a line holds one");
    assertThatThrownBy(() -> open("q.jsonl", "{\"a\": 1, \"a\": 2}\n", null))
        .hasMessage("q.jsonl:1: not JSON: Duplicate field 'a'");
    assertThatThrownBy(() -> open("q.json", "[{\"a\": 1}]\n[]", null))
        .hasMessage("q.json:2: something follows the list of rows; a JSON table is one list");
  }

  @Test
  void rowsAsDeepAsABombAreRefused() {
    assertThatThrownBy(() -> open("q.jsonl", "[".repeat(100_000) + "\n", null))
        .hasMessageStartingWith("q.jsonl:1: not JSON: ")
        .hasMessageContaining("nesting depth");
  }

  @Test
  void aDoubledColumnIsRefused() {
    assertThatThrownBy(() -> open("q.csv", "question,answer,answer\na,b,c\n", null))
        .hasMessage("q.csv:1: the header has the column 'answer' twice");
  }

  @Test
  void aRowWithMoreCellsThanTheHeaderIsNamed() {
    assertThatThrownBy(() -> open("q.csv", "question,answer\na,b\na,b,c\n", null))
        .hasMessage("q.csv:3: the row has more cells than the header");
    assertThatThrownBy(() -> open("r.csv", "question,answer\na\n", null))
        .hasMessage("r.csv:2: the row has 1 cells, the header 2");
  }

  @Test
  void aWebAddressIsNotAFile() {
    assertThatThrownBy(() -> open("q.jsonl", "{\"picture\": \"https://x.org/a.png\"}\n", null))
        .hasMessage(
            "q.jsonl:1 column 'picture': 'https://x.org/a.png' is a web address; nothing is downloaded, give a file");
  }

  @Test
  void aLineThatIsNotJsonIsNamed() {
    assertThatThrownBy(() -> open("q.jsonl", "{\"a\": 1}\n{\"a\": \n", null))
        .hasMessageStartingWith("q.jsonl:2: not JSON: ");
  }

  @Test
  void anEmptyTableHasNoSamples() {
    assertThatThrownBy(() -> open("q.csv", "question,answer\n", null))
        .hasMessage("data.train: q.csv has no samples; add rows or name another table");
  }

  @Test
  void aMissingFileSaysWhatIsThere() throws Exception {
    Files.writeString(folder.resolve("train.csv"), "a\n1\n");
    TableSource.Options options =
        new TableSource.Options("trian.csv", null, null, null, null, null, null, null, null);
    assertThatThrownBy(
            () -> new TableSource().open(options, new SourceContext(folder, folder, Set.of())))
        .hasMessage(
            "data.train: there is no file %s; folder %s has: train.csv"
                .formatted(folder.resolve("trian.csv"), folder));
  }

  @Test
  void easyVqaIsReadByASpecAlone() throws Exception {
    Path root = Path.of("../../shared/data/easy-vqa").toAbsolutePath().normalize();
    assumeTrue(Files.isDirectory(root), "easy-VQA is not at " + root);
    TableSource.Options options =
        new TableSource.Options(
            "train/questions.json",
            null,
            "test/questions.json",
            root.toString(),
            null,
            Map.of("question", "0", "answer", "1", "picture", "images/{2}.png"),
            null,
            null,
            null);
    Splits data =
        new TableSource().open(options, new SourceContext(folder, folder, Set.of("picture")));
    assertThat(data.train()).hasSize(38575);
    assertThat(data.test()).hasSize(9673);
    assertThat((Path) data.test().get(0).value("picture")).isRegularFile();
  }
}
