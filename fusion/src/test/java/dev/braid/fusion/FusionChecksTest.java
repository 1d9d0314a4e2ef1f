package dev.braid.fusion;

import static dev.braid.fusion.Operator.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.model.FusionInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max     | {}",
        "mean    | {}",
        "product | {}",
        "deep-sets | {`normalize`: `none`, `pooling`: `mean`, `hidden`: []}"
      })
  void operatorsWithoutProjectionNameTheDifferentWidths(String type, String options) {
    assertThat(Operator.problems(type, json(options), inputs(4, 6)))
        .containsExactly(
            "width: inputs have different widths (question 4, picture 6):"
                + " set width to project them to one size");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attention                  | {`width`: 4}",
        "bilinear                   | {`output`: 4}",
        "comparator                 | {`width`: 4}",
        "deep-sets                  | {`width`: 4, `hidden`: []}",
        "film                       | {}",
        "gated                      | {`width`: 4, `form`: `bimodal`}",
        "late                       | {`output`: 4}",
        "low-rank-tensor            | {`rank`: 2, `output`: 4}",
        "mag                        | {`beta`: 1}",
        "mixture-of-experts         | {`width`: 4, `hidden`: []}",
        "multiplicative-interaction | {`mode`: `vector`}",
        "nl-gate                    | {`positions`: 2, `channels`: 3, `memory`: 2}",
        "product-of-experts         | {`width`: 4}",
        "tensor                     | {`hidden`: []}"
      })
  void operatorsBetweenInputsNeedTwo(String type, String options) {
    assertThat(Operator.problems(type, json(options), inputs(4)))
        .containsExactly(": " + type + " needs two inputs or more, here only question");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "film    | {`main`: `image`}",
        "mag     | {`main`: `image`, `beta`: 1}",
        "nl-gate | {`main`: `image`, `positions`: 2, `channels`: 3, `memory`: 2}"
      })
  void theMainInputMustBeOne(String type, String options) {
    assertThat(Operator.problems(type, json(options), inputs(4, 5)))
        .containsExactly("main: no input named 'image'; inputs: question, picture");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"deep-sets | {`width`: 4, `hidden`: [8]}", "tensor | {`hidden`: [8]}"})
  void hiddenLayersNeedAnOutput(String type, String options) {
    assertThat(Operator.problems(type, json(options), inputs(4, 5)))
        .containsExactly("output: hidden layers end in an output layer: set its width");
  }

  @Test
  void anOuterProductThatWouldBlowUpIsRefused() {
    assertThat(Operator.problems("tensor", "{\"hidden\": []}", inputs(256, 256, 511)))
        .containsExactly(
            "width: the outer product 257 x 257 x 512 has 33,817,088 values a sample, more than"
                + " 1,000,000: set width to 99 or less, or use low-rank-tensor");
    assertThat(
            Operator.problems("tensor", "{\"hidden\": [], \"width\": 99}", inputs(256, 256, 511)))
        .isEmpty();
    assertThat(
            Operator.problems("tensor", "{\"hidden\": [], \"width\": 100}", inputs(256, 256, 511)))
        .hasSize(1);
  }

  @Test
  void weightsBetweenInputsThatWouldBlowUpAreRefused() {
    assertThat(Operator.problems("tensor", "{\"hidden\": [], \"output\": 2000}", inputs(256, 256)))
        .singleElement()
        .asString()
        .startsWith("output: mlp.0.weight [2000, 66049] would hold 132,098,000 values")
        .endsWith("lower width, hidden or output, or use low-rank-tensor");
    assertThat(Operator.problems("bilinear", "{\"output\": 256}", inputs(512, 768, 4)))
        .singleElement()
        .asString()
        .startsWith("output: bilinear.question.picture.weight [256, 512, 768] would hold");
    assertThat(
            Operator.problems(
                "multiplicative-interaction",
                "{\"mode\": \"matrix\", \"output\": 256}",
                inputs(256, 256, 256)))
        .singleElement()
        .asString()
        .startsWith("output: W3 [256, 256, 256, 256] would hold 4,294,967,296 values");
  }

  @Test
  void multiplicativeInteractionTakesTwoOrThreeInputs() {
    String matrix = "{\"mode\": \"matrix\", \"output\": 2}";
    assertThat(Operator.problems("multiplicative-interaction", matrix, inputs(4, 5, 3, 2)))
        .containsExactly(
            ": multiplicative-interaction takes two or three inputs, here are question, picture,"
                + " sound, depth");
    assertThat(
            Operator.problems(
                "multiplicative-interaction", "{\"mode\": \"scalar\"}", inputs(4, 5, 3)))
        .containsExactly(
            "mode: scalar takes two inputs, here are question, picture, sound: use matrix");
  }

  @Test
  void onlyTheMatrixOfMultiplicativeInteractionNeedsAWidth() {
    String options = "{\"mode\": \"%s\", \"output\": null}";
    assertThat(
            Operator.problems(
                "multiplicative-interaction", String.format(options, "matrix"), inputs(4, 5)))
        .containsExactly("output: mode matrix needs the width of its result");
    assertThat(
            Operator.create(
                    "multiplicative-interaction", String.format(options, "vector"), inputs(4, 5))
                .width())
        .isEqualTo(5);
  }

  @Test
  void gatesForTwoInputsRefuseThree() {
    assertThat(Operator.problems("gated", "{\"width\": 4, \"form\": \"bimodal\"}", inputs(4, 5, 3)))
        .containsExactly(
            "form: bimodal takes two inputs, here are question, picture, sound: use multimodal or"
                + " softmax");
  }

  @Test
  void expertsThatAreNotThereCannotBeChosen() {
    String three = "{\"width\": 4, \"hidden\": [], \"joint\": %s, \"top_k\": 3}";
    assertThat(Operator.problems("mixture-of-experts", String.format(three, "false"), inputs(4, 5)))
        .containsExactly("top_k: there are only 2 experts, so at most 2");
    assertThat(Operator.problems("mixture-of-experts", String.format(three, "true"), inputs(4, 5)))
        .isEmpty();
  }

  @Test
  void optionsThatWouldMakeAnOperatorBlindAreRefused() {
    assertThat(Operator.problems("mag", "{\"beta\": 0}", inputs(4, 5)))
        .containsExactly("beta: must be above 0: at 0 the other inputs change nothing");
    assertThat(
            Operator.problems(
                "late", "{\"output\": 1, \"space\": \"probabilities\"}", inputs(4, 5)))
        .containsExactly(
            "output: the probability of a single outcome is always 1: set two or more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attention                  | 3   | {}",
        "comparator                 | 30  | {`width`: 4}",
        "deep-sets                  | 7   | {`width`: 4, `hidden`: [], `output`: 7}",
        "film                       | 5   | {`main`: `picture`}",
        "film                       | 6   | {`width`: 6}",
        "mag                        | 5   | {`main`: `picture`, `beta`: 1}",
        "nl-gate                    | 6   | {`positions`: 2, `channels`: 3, `memory`: 2}",
        "product-of-experts         | 8   | {`width`: 4, `output`: `mean_log_variance`}",
        "tensor                     | 120 | {`hidden`: []}",
        "tensor                     | 27  | {`width`: 2, `hidden`: []}"
      })
  void widthsFollowTheInputsAndTheOptions(String type, int width, String options) {
    assertThat(Operator.create(type, json(options), inputs(4, 5, 3)).width()).isEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "block  | {`hidden`: 6, `output`: 4, `chunks`: 2, `rank`: 2, `normalization`: `none`}",
        "mcb    | {`hidden`: 6, `output`: 4}",
        "mfb    | {`hidden`: 6, `output`: 4, `factor`: 3}",
        "mfh    | {`hidden`: 6, `output`: 4, `factor`: 3, `stages`: 2}",
        "mlb    | {`hidden`: 6, `output`: 4}",
        "mutan  | {`hidden`: 6, `output`: 4, `rank`: 2}",
        "tucker | {`hidden`: 6, `output`: 4}"
      })
  void lowRankOperatorsFuseOneInputAndMany(String type, String options) {
    assertThat(Operator.create(type, json(options), inputs(4)).width()).isEqualTo(4);
    assertThat(Operator.create(type, json(options), inputs(4, 5, 3)).width()).isEqualTo(4);
  }

  @Test
  void aCoreTensorThatWouldBlowUpIsRefused() {
    assertThat(Operator.problems("tucker", "{\"hidden\": 256, \"output\": 4}", inputs(4, 5, 3)))
        .containsExactly(
            "hidden: core.weight [256, 256, 256, 256] would hold 4,294,967,296 values, more than"
                + " the 67,108,864 that one weight may: lower hidden or use mutan");
    assertThat(Operator.problems("tucker", "{\"hidden\": 256, \"output\": 4}", inputs(4, 5)))
        .isEmpty();
  }

  @Test
  void weightsThatWouldBlowUpAreRefusedWithTheOptionsThatHelp() {
    assertThat(
            Operator.problems(
                "mutan", "{\"hidden\": 4096, \"rank\": 15, \"output\": 4}", inputs(4, 5)))
        .containsExactly(
            "hidden: merge.<input>.weight [61440, 4096] would hold 251,658,240 values, more than"
                + " the 67,108,864 that one weight may: lower hidden or rank");
    assertThat(
            Operator.problems(
                "mfb", "{\"hidden\": 65536, \"factor\": 65536, \"output\": 1}", inputs(4)))
        .containsExactly(
            "hidden: projection.question.weight [4294967296, 4] would hold 17,179,869,184 values,"
                + " more than the 67,108,864 that one weight may: lower hidden or factor");
    assertThat(Operator.problems("mcb", "{\"hidden\": 32768, \"output\": 4096}", inputs(4, 5)))
        .containsExactly(
            "output: output.weight [4096, 32768] would hold 134,217,728 values, more than the"
                + " 67,108,864 that one weight may: lower output or hidden");
    assertThat(
            Operator.problems(
                "block",
                "{\"hidden\": 8192, \"chunks\": 1, \"rank\": 2, \"output\": 4}",
                inputs(4, 5)))
        .containsExactly(
            "rank: merge.<input>.0.weight [16384, 8192] would hold 134,217,728 values, more than"
                + " the 67,108,864 that one weight may: lower rank or hidden, or raise chunks");
  }

  @Test
  void blockCannotHaveMoreChunksThanElements() {
    assertThat(
            Operator.problems(
                "block",
                "{\"hidden\": 8, \"chunks\": 20, \"rank\": 2, \"output\": 4}",
                inputs(4, 5)))
        .containsExactly(
            "chunks: hidden 8 cannot be cut into 20 chunks: lower chunks or raise hidden");
  }

  @Test
  void blockTakesASurplusOffTheLastChunks() {
    assertThat(BlockFusion.sizes(12, 3)).containsExactly(4, 4, 4);
    assertThat(BlockFusion.sizes(7, 3)).containsExactly(3, 3, 1);
    assertThat(BlockFusion.sizes(13, 6)).containsExactly(3, 2, 2, 2, 2, 2);
    assertThat(BlockFusion.sizes(5, 5)).containsExactly(1, 1, 1, 1, 1);
  }

  private static String json(String shown) {
    return shown.replace('`', '"');
  }

  private static int crossWidth(String options, FusionInputs inputs) {
    return Operator.create("cross-attention", options, inputs).width();
  }

  private static String cross(String width, int heads, String combine, String query) {
    return String.format(CROSS, width, heads, combine, query).replace('\'', '"');
  }
}
