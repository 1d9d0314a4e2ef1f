package dev.braid.core.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedTablesTest {

  @TempDir Path folder;

  @BeforeEach
  void tables() throws IOException {
    Files.writeString(folder.resolve("train.csv"), "id,label\na,1\nb,2\nc,1\n");
    Files.writeString(folder.resolve("test.csv"), "id,label\n7,2\n");
  }

  private Splits open(Map<String, String> join) throws BadDataException {
    return new TableSource()
        .open(
            new TableSource.Options(
                "train.csv", null, "test.csv", null, null, null, null, "id", join),
            new SourceContext(folder, folder, Set.of("picture")));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void rowsAreFoundByTheirKeyAndMayBeMissing() throws Exception {
    write("audio.csv", "pitch,id,loud\n3,c,4\n1,a,\n,b,\n9,7,9\n0,unused,0\n");
    write("words.jsonl", "{\"id\": 7, \"text\": \"hello\"}\n{\"id\": \"a\", \"text\": \"one\"}\n");
    Splits data = open(Map.of("audio", "audio.csv", "words", "words.jsonl"));
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("pitch", "1");
    first.put("loud", null);
    Sample a = data.train().get(0);
    assertThat(a.value("audio")).isEqualTo(first);
    assertThat(a.value("words")).isEqualTo("one");
    assertThat(a.value("label")).isEqualTo("1");
    assertThat(data.train().get(1).values())
        .as("a row without values")
        .containsOnlyKeys("id", "label");
    assertThat(data.train().get(2).value("audio"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsExactly(Map.entry("pitch", "3"), Map.entry("loud", "4"));
    assertThat(data.test().get(0).value("words")).as("a key that is a number").isEqualTo("hello");
    assertThat(data.columns()).contains("audio", "words", "id", "label");
  }

  @Test
  void filesLieBesideTheTableThatNamesThem() throws Exception {
    write("pictures.csv", "id,file\na,a.png\n");
    assertThat(open(Map.of("picture", "pictures.csv")).train().get(0).value("picture"))
        .isEqualTo(folder.resolve("a.png"));
  }

  @Test
  void whatCannotBeJoinedIsSaid() throws Exception {
    write("twice.csv", "id,x\na,1\na,2\n");
    assertBad("twice.csv", "twice.csv:3: 'a' stands in column 'id' (data.key) of twice.csv:2 too");
    write("other.csv", "key,x\na,1\n");
    assertBad(
        "other.csv",
        "data.join.audio: other.csv needs a column 'id' (data.key) and others; its columns: key, x");
    write("strangers.csv", "id,x\nu,1\nv,2\n");
    assertBad(
        "strangers.csv",
        "data.join.audio: no row of strangers.csv belongs to a sample; values of 'id' there: u, v;"
            + " of the samples: a, b, c");
    assertBad("none.csv", "data.join.audio: there is no file");
    write("audio.csv", "id,x\na,1\n");
    assertThatThrownBy(() -> open(Map.of("label", "audio.csv")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("data.join.label: the samples have a column of that name already");
    write("train.csv", "id,label\na,1\n,2\n");
    assertBad("audio.csv", "train.csv:3: no value in column 'id' (data.key)");
  }

  private void assertBad(String table, String message) {
    assertThatThrownBy(() -> open(Map.of("audio", table)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void keyAndJoinGoTogether() {
    List<String> problems = new ArrayList<>();
    TableSource source = new TableSource();
    source.check(
        new TableSource.Options("t", null, null, null, null, null, null, "id", null),
        (option, message) -> problems.add(option + " " + message));
    source.check(
        new TableSource.Options("t", null, null, null, null, null, null, null, Map.of("a", "b")),
        (option, message) -> problems.add(option + " " + message));
    assertThat(problems)
        .containsExactly(
            "key goes with join, the tables whose rows it finds",
            "key is missing; it names the column by which join finds rows, such as id");
  }
}
