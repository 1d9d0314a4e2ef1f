package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSpecTest {

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> SpecReader.parse(text, "m.json"))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }

  @Test
  void valuesAndPlacesAreThoseOfTheFile() throws SpecException {
    Node.MapNode map =
        SpecReader.parse(
            "{\n\t\"a\": [1, 2.5e-3, true, null, \"no\"],\n\t\"b\": {\"c\": 7}\n}", "m.json");
    assertThat(((Node.ListNode) map.get("a")).items())
        .extracting(item -> ((Node.ScalarNode) item).value())
        .containsExactly(1L, 2.5e-3, true, null, "no");
    Node.Entry c = ((Node.MapNode) map.get("b")).entries().get("c");
    assertThat(c.keyPosition()).hasToString("m.json:3:8");
    assertThat(c.value().position()).hasToString("m.json:3:13");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a: 1}",
        "{'a': 1}",
        "{\"a\": 1,}",
        "{\"a\": 01}",
        "{\"a\": NaN}",
        "{} // x",
        "{"
      })
  void whatOnlyYamlAllowsIsRefusedInOneLineWithItsPlace(String text) {
    assertThatThrownBy(() -> SpecReader.parse(text, "m.json"))
        .isInstanceOf(SpecException.class)
        .hasMessageMatching("m\\.json:[0-9]+:[0-9]+: not JSON: [^\n]+");
  }

  @Test
  void aBraceLeftOpenNamesTheLineItWasOpenedOn() {
    assertRefused(
        "{\n\"a\": {\n\"b\": 1\n",
        "m.json:4:1: not JSON: Unexpected end-of-input: expected close marker for Object, begun at"
            + " line 2");
  }

  @Test
  void aDoubledKeyIsRefused() {
    assertRefused(
        "{\"a\": 1,\n \"a\": 2}",
        "m.json:2:2: the key 'a' is here for the second time; the first is at line 1");
  }

  @Test
  void aSecondValueIsRefused() {
    assertRefused("{} {}", "m.json:1:4: a second value starts here; a spec has one");
  }

  @Test
  void depthIsLimited() {
    assertRefused("{\"a\": " + "[".repeat(500), "m.json:1:39: nested deeper than 32 levels");
  }

  @Test
  void anEmptyFileIsCalledEmpty() {
    assertRefused(" \n", "m.json:1:1: the file is empty");
  }
}
