package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecWriterTest {

  private static final Position AT = new Position("m.yaml", 1, 1);

  private static Node.MapNode map(String key, Node value) {
    return new Node.MapNode(AT, Map.of(key, new Node.Entry(AT, value)));
  }

  private static Node.ScalarNode text(String text) {
    return new Node.ScalarNode(AT, text, text);
  }

  /** The tree without positions and spellings. */
  private static Object values(Node node) {
    if (node instanceof Node.MapNode map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.entries().forEach((key, entry) -> values.put(key, values(entry.value())));
      return values;
    }
    if (node instanceof Node.ListNode list) {
      return list.items().stream().map(item -> String.valueOf(values(item))).toList();
    }
    return String.valueOf(((Node.ScalarNode) node).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two words",
        "a/b_c.d",
        "no",
        "true",
        "null",
        "~",
        "17",
        "1e-4",
        ".inf",
        "",
        " ",
        " x ",
        "a: b",
        "a #b",
        "#x",
        "- a",
        "-",
        "[x]",
        "{x}",
        "&a",
        "*a",
        "!t",
        "@",
        "%",
        "a,b",
        "it's",
        "say \"x\"",
        "back\\slash",
        "line\nbreak",
        "tab\t",
        "\r",
        "\u0000",
        "\u007f",
        "\u0085",
        "\u2028",
        "\uFEFFx",
        "ünïcödé",
        "\uD83D\uDE00",
        "trailing.",
        "a:",
        "?",
        "---",
        "..."
      })
  void everyTextReadsBackAsItself(String text) throws SpecException {
    String yaml = SpecWriter.write(map("v", text(text)));
    assertThat(((Node.ScalarNode) SpecReader.parse(yaml, "w.yaml").get("v")).value())
        .isEqualTo(text);
    Node inList = new Node.ListNode(AT, List.of(text(text), text("x")));
    Node.ListNode list =
        (Node.ListNode) SpecReader.parse(SpecWriter.write(map("v", inList)), "w.yaml").get("v");
    assertThat(((Node.ScalarNode) list.items().get(0)).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "no", "17", "a: b", "-", "ünï", "'", "<<", "#", "true", "~"})
  void everyKeyReadsBackAsItself(String key) throws SpecException {
    Node.MapNode inner = map(key, text("x"));
    Node back = SpecReader.parse(SpecWriter.write(map("m", inner)), "w.yaml").get("m");
    assertThat(((Node.MapNode) back).entries()).containsOnlyKeys(key);
  }

  @Test
  void aTreeReadsBackWithEqualValuesAndOrder() throws SpecException {
    Node.MapNode tree =
        SpecReader.parse(
            """
            z: {b: [1, {c: [~, .inf, -.inf]}], a: {}}
            y: [1e-4, 0017, 1.50, true, "true", []]
            a:
              deep: {er: {still: .nan}}
            """,
            "m.yaml");
    String yaml = SpecWriter.write(tree);
    Node.MapNode back = SpecReader.parse(yaml, "w.yaml");
    assertThat(values(back)).isEqualTo(values(tree)).hasToString(values(tree).toString());
    assertThat(SpecWriter.write(back)).isEqualTo(yaml);
  }

  @Test
  void numbersKeepTheirSpelling() throws SpecException {
    // A text option reads the spelling, so that the column 0017 must not become 17.
    assertThat(SpecWriter.write(SpecReader.parse("column: 0017\nrate: 1.50\n", "m.yaml")))
        .isEqualTo("column: 0017\nrate: 1.50\n");
  }

  @Test
  void anEmptyTreeIsNotAnEmptyFile() throws SpecException {
    assertThat(SpecReader.parse(SpecWriter.write(new Node.MapNode(AT, Map.of())), "w").entries())
        .isEmpty();
  }

  @Test
  void theExplanationSaysWhereEachValueCameFromAndIsStillYaml() throws SpecException {
    Node.MapNode tree =
        Overrides.apply(
            SpecReader.parse("fusion: {type: concat, heads: 2}\nname: x\n", "m.yaml"),
            List.of("fusion.heads=8"));
    String yaml = SpecWriter.explain(tree);
    assertThat(yaml)
        .isEqualTo(
            """
            fusion:
              type: concat  # m.yaml:1:16
              heads: 8      # override 1
            name: x         # m.yaml:2:7
            """);
    assertThat(values(SpecReader.parse(yaml, "w.yaml"))).isEqualTo(values(tree));
  }
}
