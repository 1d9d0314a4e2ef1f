package dev.braid.tasks.contrastive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Side;
import dev.braid.tasks.labels.LabelColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SidesTest {

  private static List<String> problems(
      List<String> query, List<String> target, List<String> inputs) {
    List<String> found = new ArrayList<>();
    Sides.check(
        query,
        target,
        inputs,
        "query",
        "target",
        (option, message) -> found.add(option + ": " + message));
    return found;
  }

  @Test
  void whatOneSideDoesNotNameIsTheOther() {
    List<String> inputs = List.of("text", "picture", "sound");
    Sides sides = Sides.of(List.of(), List.of("picture"), inputs);
    assertThat(sides.of(Side.QUERY)).containsExactly("text", "sound");
    assertThat(sides.of(Side.TARGET)).containsExactly("picture");
    assertThat(Sides.of(List.of("sound", "text"), List.of(), inputs)).isEqualTo(sides);
    assertThat(Sides.of(List.of(), List.of(), List.of("text", "picture")))
        .isEqualTo(new Sides(List.of("text"), List.of("picture")));
    assertThat(problems(List.of(), List.of("picture"), inputs)).isEmpty();
    assertThat(problems(List.of(), List.of(), List.of("text", "picture"))).isEmpty();
  }

  @Test
  void namesThatCannotBeAreReportedTogether() {
    List<String> inputs = List.of("text", "picture");
    assertThat(problems(List.of("txt", "picture"), List.of("picture"), inputs))
        .containsExactly(
            "query: there is no input 'txt'; known: text, picture",
            "target: 'picture' is named twice; an input belongs to one side");
    assertThat(problems(List.of("text", "picture"), List.of(), inputs))
        .containsExactly("query: leaves no input to the other side");
    assertThat(problems(List.of(), List.of(), List.of("a", "b", "c")))
        .containsExactly(
            "query: is needed with 3 inputs: name those of one side, the rest is the other");
    assertThat(problems(List.of(), List.of(), List.of("a")))
        .containsExactly(": compares two inputs, and the spec has one");
  }

  @Test
  void codesTellEqualValuesAndAKeyMustBeThere() throws BadDataException {
    Belonging belonging =
        new Belonging(List.of("text"), List.of("a", "b"), new LabelColumn("scene", "key", false));
    long[] first = belonging.codes(sample("x", "1", "2", "s"));
    long[] second = belonging.codes(sample("x", "1", "3", "s"));
    assertThat(first[0]).isEqualTo(second[0]);
    assertThat(first[1]).as("both values of a side count").isNotEqualTo(second[1]);
    assertThat(belonging.link(first)).isEqualTo(belonging.link(second)).isEqualTo(first[2]);
    Assertions.assertThatThrownBy(() -> belonging.codes(new Sample("t:7", Map.of("text", "x"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("t:7")
        .hasMessageContaining("column 'scene' (task option key)");
  }

  private static Sample sample(String text, String a, String b, String scene) {
    return new Sample("t:1", Map.of("text", text, "a", a, "b", b, "scene", scene));
  }
}
