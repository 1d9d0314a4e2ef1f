package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecSyntaxTest {

  @TempDir Path folder;

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> SpecReader.parse(text, "m.yaml"))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }

  private static Object value(String text) throws SpecException {
    return ((Node.ScalarNode) SpecReader.parse("v: " + text, "m.yaml").get("v")).value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "yes", "on", "off", "y", "NO", "0x1F", "1_000", "12:30", "1.2.3"})
  void wordsThatOtherYamlTakesForSomethingElseStayTexts(String word) throws SpecException {
    assertThat(value(word)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"1e-4, 1e-4", "1E3, 1000", ".5, 0.5", "-2., -2", "+1.5e+2, 150"})
  void numbersNeedNoPointBeforeTheirExponent(String text, double number) throws SpecException {
    assertThat(value(text)).isEqualTo(number);
  }

  @Test
  void aDoubledKeyOnOneLineIsToldApartByColumn() {
    assertRefused(
        "a: {b: 1, b: 2}",
        "m.yaml:1:11: the key 'b' is here for the second time; the first is at column 5");
  }

  @Test
  void aDoubledKeyOnTwoLinesIsToldApartByLine() {
    assertRefused(
        "fusion: concat\n\"fusion\": sum\n",
        "m.yaml:2:1: the key 'fusion' is here for the second time; the first is at line 1");
  }

  @Test
  void aBombOfAnchorsIsRefusedAtItsFirst() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertRefused(bomb.toString(), "m.yaml:1:5: '&a0': a spec has no anchors; write the value out");
  }

  @Test
  void anAliasAloneIsRefusedToo() {
    assertRefused("a: *b", "m.yaml:1:4: '*b': a spec has no aliases; write the value out");
  }

  @Test
  void tagsAreRefusedOnEveryKindOfValue() {
    assertRefused(
        "a: !!javax.script.Manager [1]",
        "m.yaml:1:4: 'tag:yaml.org,2002:javax.script.Manager': a spec has no tags");
    assertRefused("a: !x {b: 1}", "m.yaml:1:4: '!x': a spec has no tags");
    assertRefused("a: !x 1", "m.yaml:1:4: '!x': a spec has no tags");
  }

  @Test
  void depthIsLimitedBeforeTheStackIs() {
    assertRefused("a: " + "[".repeat(100_000), "m.yaml:1:36: nested deeper than 32 levels");
  }

  @Test
  void aSecondDocumentIsRefusedWhereItStarts() {
    assertRefused("a: 1\n---\nb: 2\n", "m.yaml:2:1: a second document starts here; a spec has one");
  }

  @Test
  void anUnprintableCharacterIsNamedWithItsPlace() {
    assertRefused(
        "a: 1\nb: x\u0000y\n", "m.yaml:2:5: the character U+0000 may not stand in a spec");
  }

  @Test
  void aByteOrderMarkDoesNotShiftTheFirstLine() throws SpecException {
    Node.MapNode map = SpecReader.parse("\uFEFFa: 1", "m.yaml");
    assertThat(map.entries().get("a").keyPosition()).hasToString("m.yaml:1:1");
  }

  @Test
  void aTabIsCalledATab() {
    assertRefused("a:\n\tb: 1\n", "m.yaml:2:1: not YAML: a tab begins here; indent with spaces");
  }

  @Test
  void windowsLineEndsAreLineEnds() throws SpecException {
    Node.MapNode map = SpecReader.parse("a: x\r\nb: 2\r\n", "m.yaml");
    assertThat(((Node.ScalarNode) map.get("a")).value()).isEqualTo("x");
    assertThat(map.entries().get("b").keyPosition()).hasToString("m.yaml:2:1");
  }

  @Test
  void aBracketLeftOpenNamesTheLineItWasOpenedOn() {
    assertRefused(
        "a: [1,\n2\nb: 3\n",
        "m.yaml:3:2: not YAML: expected ',' or ']', but got : while parsing a flow sequence that"
            + " begins at line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: b: c", "\ta: 1", "a: 'x", "a: @x", "a: %", "? [a]: b", "a:\n - 1\n b: 2", "}"})
  void everySyntaxErrorIsOneLineWithItsPlace(String text) {
    assertThatThrownBy(() -> SpecReader.parse(text, "m.yaml"))
        .isInstanceOf(SpecException.class)
        .hasMessageMatching("m\\.yaml:[0-9]+:[0-9]+: [^\n]+");
  }

  @Test
  void whatIsNoMappingIsToldWhatASpecIs() {
    assertRefused(
        "- 1\n- 2\n",
        "m.yaml:1:1: a spec is a mapping with the keys data, inputs, fusion, task and training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n"})
  void anEmptyFileIsCalledEmpty(String text) {
    assertRefused(text, "m.yaml:1:1: the file is empty");
  }

  @Test
  void aKeyIsOneShortLine() {
    assertRefused("\"a\\nb\": 1", "m.yaml:1:1: a key is one line of at most 100 characters");
    assertRefused("'': 1", "m.yaml:1:1: a key cannot be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge.yaml", "huge.json"})
  void aFileOf100MegabytesIsRefusedByItsSize(String name) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100L << 20);
    }
    assertThatThrownBy(() -> SpecReader.read(file))
        .hasMessage(file + ":1:1: the file has 104,857,600 bytes; a spec has at most 1,048,576");
  }

  @Test
  void aDeviceWithoutEndIsReadNoFurtherThanASpecMayBe() {
    Path zero = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(zero), "this system has no /dev/zero");
    assertThatThrownBy(() -> SpecReader.read(zero))
        .hasMessage("/dev/zero:1:1: the file has 1,048,577 bytes; a spec has at most 1,048,576");
  }

  @Test
  void aMissingFileNamesTheNearestFile() throws IOException {
    Files.writeString(folder.resolve("model.yaml"), "a: 1");
    Files.createDirectory(folder.resolve("modell"));
    Path file = folder.resolve("modl.yaml");
    assertThatThrownBy(() -> SpecReader.read(file))
        .hasMessage(file + ": there is no such file; did you mean 'model.yaml'?");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path file = folder.resolve("specs/m.yaml");
    assertThatThrownBy(() -> SpecReader.read(file))
        .hasMessage(
            file
                + ": there is no such file; there is no folder "
                + folder.resolve("specs")
                + " either");
  }

  @Test
  void aFolderIsNotASpec() {
    assertThatThrownBy(() -> SpecReader.read(folder))
        .hasMessage(folder + ": this is a folder; give the spec in it");
  }

  @Test
  void bytesThatAreNotTextAreRefused() throws IOException {
    Path file = Files.write(folder.resolve("m.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3});
    assertThatThrownBy(() -> SpecReader.read(file))
        .hasMessage(file + ": the file is not UTF-8 text");
  }
}
