package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecReaderTest {

  @TempDir Path folder;

  private static Object value(String text) throws SpecException {
    return ((Node.ScalarNode) SpecReader.parse("v: " + text, "s.yaml").get("v")).value();
  }

  @Test
  void scalarsFollowYaml12() throws SpecException {
    assertThat(value("no")).isEqualTo("no");
    assertThat(value("true")).isEqualTo(true);
    assertThat(value("1e-4")).isEqualTo(1e-4);
    assertThat(value("017")).isEqualTo(17L);
    assertThat(value("\"17\"")).isEqualTo("17");
    assertThat(value("~")).isNull();
  }

  @Test
  void everyKeyAndValueKnowsItsPlace() throws SpecException {
    Node.MapNode map = SpecReader.parse("a: 1\nb:\n  c: [2, 3]\n", "s.yaml");
    Node.MapNode b = (Node.MapNode) map.get("b");
    assertThat(b.entries().get("c").keyPosition()).hasToString("s.yaml:3:3");
    assertThat(((Node.ListNode) b.get("c")).items().get(1).position()).hasToString("s.yaml:3:10");
  }

  @Test
  void jsonIsReadAsWell() throws SpecException {
    assertThat(SpecReader.parse("{\"a\": {\"b\": 0.5}}", "s.json").get("a"))
        .isInstanceOf(Node.MapNode.class);
  }

  @Test
  void aDoubledKeyIsRefused() {
    assertThatThrownBy(() -> SpecReader.parse("a: 1\nb: 2\na: 3\n", "s.yaml"))
        .hasMessage("s.yaml:3:1: the key 'a' is here for the second time; the first is at line 1");
  }

  @Test
  void anchorsAreRefusedBeforeTheyCanExplode() {
    assertThatThrownBy(
            () -> SpecReader.parse("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "s.yaml"))
        .hasMessage("s.yaml:1:4: '&a': a spec has no anchors; write the value out");
  }

  @Test
  void brokenYamlNamesThePlaceInOneLine() {
    assertThatThrownBy(() -> SpecReader.parse("a: [1, 2\nb: 3\n", "s.yaml"))
        .hasMessageStartingWith("s.yaml:2:")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void aHugeFileIsRefusedByItsSize() throws IOException {
    Path file = folder.resolve("huge.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100_000_000);
    }
    assertThatThrownBy(() -> SpecReader.read(file))
        .hasMessage(file + ":1:1: the file has 100,000,000 bytes; a spec has at most 1,048,576");
  }

  @Test
  void aMissingFileNamesItsNeighbour() throws IOException {
    Files.writeString(folder.resolve("shapes.yaml"), "a: 1");
    Path file = folder.resolve("shape.yaml");
    assertThatThrownBy(() -> SpecReader.read(file))
        .hasMessage(file + ": there is no such file; did you mean 'shapes.yaml'?");
  }

  @Test
  void anEmptyFileIsNotASpec() {
    assertThatThrownBy(() -> SpecReader.parse("", "s.yaml"))
        .hasMessage("s.yaml:1:1: the file is empty");
  }
}
