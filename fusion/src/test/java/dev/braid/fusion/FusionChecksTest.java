package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.model.FusionInputs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is reported of a spec before anything is built, and the widths that are promised. */
class FusionChecksTest {

  private static final String CROSS =
      "{'width': %s, 'heads': %d, 'layers': 1, 'activation': 'gelu', 'pooling': 'mean',"
          + " 'combine': '%s', 'query': %s}";

  @Test
  void sumWithoutWidthNamesTheDifferentWidths() {
    assertThat(Operator.problems("sum", "{}", inputs(256, 512)))
        .containsExactly(
            "width: inputs have different widths (question 256, picture 512):"
                + " set width to project them to one size");
    assertThat(Operator.problems("sum", "{}", inputs(256, 256))).isEmpty();
    assertThat(Operator.problems("sum", "{\"width\": 64}", inputs(256, 512))).isEmpty();
  }

  @Test
  void sumAddsParametersOnlyToProject() {
    assertThat(Operator.create("sum", "{}", inputs(4, 4)).block().named()).isEmpty();
    assertThat(Operator.create("sum", "{\"width\": 3}", inputs(4, 5)).block().named())
        .containsOnlyKeys(
            "projection.question.weight",
            "projection.question.bias",
            "projection.picture.weight",
            "projection.picture.bias");
  }

  @Test
  void concatWithHiddenLayersNeedsAnOutput() {
    String options = "{\"hidden\": [8], \"activation\": \"relu\"}";
    assertThat(Operator.problems("concat", options, inputs(4, 5)))
        .containsExactly("output: hidden layers end in an output layer: set its width");
  }

  @Test
  void concatIsAsWideAsItsInputsOrItsOutput() {
    assertThat(Operator.create("concat", "{\"hidden\": []}", inputs(4, 5)).width()).isEqualTo(9);
    String mlp = "{\"hidden\": [8], \"output\": 3, \"activation\": \"relu\"}";
    assertThat(Operator.create("concat", mlp, inputs(4, 5)).width()).isEqualTo(3);
  }

  @Test
  void crossAttentionNeedsHeadsThatDivideTheWidth() {
    assertThat(Operator.problems("cross-attention", cross("6", 4, "concat", "null"), inputs(4, 5)))
        .containsExactly("heads: width 6 is not a multiple of heads 4");
    assertThat(
            Operator.problems("cross-attention", cross("null", 4, "concat", "null"), inputs(6, 6)))
        .containsExactly("heads: width 6 is not a multiple of heads 4");
  }

  @Test
  void crossAttentionWithoutWidthNamesTheDifferentWidths() {
    assertThat(
            Operator.problems("cross-attention", cross("null", 2, "concat", "null"), inputs(4, 6)))
        .singleElement()
        .asString()
        .startsWith("width: inputs have different widths (question 4, picture 6)");
  }

  @Test
  void crossAttentionNamesTheInputsWhenTheQueryIsNone() {
    assertThat(Operator.problems("cross-attention", cross("8", 2, "sum", "'image'"), inputs(4, 5)))
        .containsExactly("query: no input named 'image'; inputs: question, picture");
  }

  @Test
  void crossAttentionNeedsTwoInputs() {
    assertThat(Operator.problems("cross-attention", cross("8", 2, "sum", "null"), inputs(4)))
        .containsExactly(": cross-attention needs two inputs or more, here only question");
  }

  @Test
  void crossAttentionIsAsWideAsItsCombination() {
    FusionInputs inputs = inputs(4, 5, 3);
    assertThat(crossWidth(cross("8", 2, "concat", "null"), inputs)).isEqualTo(24);
    assertThat(crossWidth(cross("8", 2, "mean", "null"), inputs)).isEqualTo(8);
    assertThat(crossWidth(cross("8", 2, "concat", "'sound'"), inputs)).isEqualTo(8);
  }

  private static int crossWidth(String options, FusionInputs inputs) {
    return Operator.create("cross-attention", options, inputs).width();
  }

  private static String cross(String width, int heads, String combine, String query) {
    return String.format(CROSS, width, heads, combine, query).replace('\'', '"');
  }

  private static FusionInputs inputs(int... widths) {
    String[] names = {"question", "picture", "sound"};
    Map<String, Integer> map = new LinkedHashMap<>();
    for (int i = 0; i < widths.length; i++) {
      map.put(names[i], widths[i]);
    }
    return new FusionInputs(map);
  }
}
