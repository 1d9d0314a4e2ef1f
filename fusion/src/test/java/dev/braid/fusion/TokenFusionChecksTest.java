package dev.braid.fusion;

import static dev.braid.fusion.Operator.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reported of specs of operators on tokens, and the widths that they promise. */
class TokenFusionChecksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "co-attention",
        "merged-attention",
        "mult",
        "bottleneck",
        "perceiver",
        "q-former",
        "gated-cross-attention",
        "graph"
      })
  void headsMustDivideTheWidthOfAnyTokenOperator(String type) {
    assertThat(Operator.problems(type, some(type, "'width': 6, 'heads': 4"), inputs(4, 5)))
        .containsExactly("heads: width 6 is not a multiple of heads 4");
    assertThat(Operator.problems(type, some(type, "'width': null, 'heads': 4"), inputs(6, 6)))
        .containsExactly("heads: width 6 is not a multiple of heads 4");
    assertThat(Operator.problems(type, some(type, "'width': null, 'heads': 4"), inputs(6, 8)))
        .singleElement()
        .asString()
        .startsWith("width: inputs have different widths (question 6, picture 8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-attention", "co-attention", "mult", "gated-cross-attention"})
  void oneInputHasNoOtherToAttend(String type) {
    assertThat(Operator.problems(type, some(type, "'width': 8, 'heads': 2"), inputs(4)))
        .containsExactly(": " + type + " needs two inputs or more, here only question");
  }

  @ParameterizedTest
  @ValueSource(strings = {"merged-attention", "bottleneck", "perceiver", "q-former", "graph"})
  void oneInputIsEnoughForOperatorsThatAttendItsOwnTokens(String type) {
    assertThat(Operator.problems(type, some(type, "'width': 8, 'heads': 2"), inputs(4))).isEmpty();
  }

  @Test
  void operatorsSayWhichPoolingsTheyHave() {
    assertThat(pooling("cross-attention", "none"))
        .containsExactly(
            "pooling: cross-attention has no pooling none; known: mean, first, last, cls");
    assertThat(pooling("co-attention", "none")).hasSize(1);
    assertThat(pooling("bottleneck", "none")).hasSize(1);
    assertThat(pooling("mult", "cls"))
        .containsExactly("pooling: mult has no pooling cls; known: mean, first, last");
    assertThat(pooling("mult", "none")).hasSize(1);
    for (String type : List.of("perceiver", "q-former", "gated-cross-attention", "graph")) {
      assertThat(pooling(type, "cls"))
          .containsExactly(
              "pooling: " + type + " has no pooling cls; known: mean, first, last, none");
      assertThat(pooling(type, "none")).isEmpty();
    }
    assertThat(pooling("merged-attention", "cls")).isEmpty();
    assertThat(pooling("merged-attention", "none")).isEmpty();
  }

  @Test
  void bottleneckMustExchangeInSomeLayer() {
    assertThat(
            Operator.problems(
                "bottleneck",
                some("bottleneck", "'width': 8, 'heads': 2, 'fusion_layer': 1"),
                inputs(4, 5)))
        .containsExactly(
            "fusion_layer: layers are counted from 0 and there are 1: with 1 the inputs would"
                + " exchange nothing");
  }

  @Test
  void gatedCrossAttentionNamesTheInputsWhenMainIsNone() {
    assertThat(
            Operator.problems(
                "gated-cross-attention",
                some("gated-cross-attention", "'width': 8, 'heads': 2, 'main': 'image'"),
                inputs(4, 5)))
        .containsExactly("main: no input named 'image'; inputs: question, picture");
  }

  @Test
  void bilinearAttentionTakesTwoInputsOfAnyWidth() {
    String options = json("'hidden': 3, 'factor': 2, 'glimpses': 1, 'activation': 'relu'");
    assertThat(Operator.problems("bilinear-attention", options, inputs(4, 5, 3)))
        .containsExactly(
            ": bilinear-attention takes exactly two inputs, here 3: question, picture, sound");
    assertThat(Operator.problems("bilinear-attention", options, inputs(4))).hasSize(1);
    assertThat(Operator.create("bilinear-attention", options, inputs(4, 5)).width()).isEqualTo(5);
  }

  @Test
  void multIsAsWideAsAllPairsOfInputs() {
    String options = some("mult", "'width': 4, 'heads': 2, 'feed_forward_factor': 1");
    assertThat(Operator.create("mult", options, inputs(4, 5)).width()).isEqualTo(8);
    assertThat(Operator.create("mult", options, inputs(4, 5, 3)).width()).isEqualTo(24);
  }

  @Test
  void gatesStartClosed() {
    String options = some("gated-cross-attention", "'width': 4, 'heads': 2, 'feed_forward': 4");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Operator operator = Operator.create("gated-cross-attention", options, inputs(4, 5));
      operator.block().initialize(manager, 1);
      assertThat(
              operator.block().named().entrySet().stream()
                  .filter(p -> p.getKey().contains("gate_"))
                  .map(p -> p.getValue().getArray().getFloat(0)))
          .containsExactly(0f, 0f);
    }
  }

  private static List<String> pooling(String type, String pooling) {
    String options = some(type, "'width': 8, 'heads': 2, 'pooling': '" + pooling + "'");
    return Operator.problems(type, options, inputs(4, 5));
  }

  /** These options, and values for those that an operator must have. */
  private static String some(String type, String options) {
    boolean streams = Set.of("cross-attention", "co-attention", "bottleneck").contains(type);
    return json(
        options
            + ", 'layers': 1, 'activation': 'gelu'"
            + (streams ? ", 'combine': 'concat'" : "")
            + (options.contains("pooling") ? "" : ", 'pooling': 'mean'"));
  }

  private static String json(String options) {
    return ("{" + options + "}").replace('\'', '"');
  }
}
