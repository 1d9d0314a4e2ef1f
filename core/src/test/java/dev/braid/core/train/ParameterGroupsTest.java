package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Optimizer;
import dev.braid.core.optim.AdamW;
import dev.braid.core.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterGroupsTest {

  private static final Shape MATRIX = new Shape(2, 2);
  private static final Shape VECTOR = new Shape(2);

  private static Map<String, Parameter> model() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("encoders.picture.conv.weight", MATRIX);
    shapes.put("encoders.picture.conv.bias", VECTOR);
    shapes.put("encoders.question.embedding", MATRIX);
    shapes.put("head.mlp.0.weight", MATRIX);
    shapes.put("head.mlp.0.bias", VECTOR);
    return Weights.shapes(shapes);
  }

  private static ParameterGroups groups(String yaml) throws SpecException {
    return new ParameterGroups(model(), TrainingOptionsOf.yaml(yaml));
  }

  @Test
  void aPatternMatchesWholeNames() throws SpecException {
    ParameterGroups groups =
        groups(
            "groups: {'encoders.picture.*': {}, '*.bias': {}, 'head.mlp.?.weight': {}, head: {}}");
    assertThat(groups.matched("encoders.picture.*"))
        .containsExactly("encoders.picture.conv.weight", "encoders.picture.conv.bias");
    assertThat(groups.matched("*.bias"))
        .containsExactly("encoders.picture.conv.bias", "head.mlp.0.bias");
    assertThat(groups.matched("head.mlp.?.weight")).containsExactly("head.mlp.0.weight");
    assertThat(groups.matched("head")).isEmpty();
  }

  @Test
  void frozenForSomeEpochsForEverOrNot() throws SpecException {
    ParameterGroups groups =
        groups(
            "groups: {'encoders.*': {freeze: true}, '*.embedding': {freeze_epochs: 2}, '*.bias':"
                + " {freeze: false}}");
    assertThat(groups.frozen("encoders.picture.conv.weight", 1_000_000)).isTrue();
    assertThat(groups.frozen("encoders.question.embedding", 2)).isTrue();
    assertThat(groups.frozen("encoders.question.embedding", 3)).isFalse();
    assertThat(groups.frozen("encoders.picture.conv.bias", 1)).isFalse();
    assertThat(groups.frozen("head.mlp.0.weight", 1)).isFalse();
  }

  /**
   * Rate and decay by parameter name, with an AdamW of rate 0.1 and decay 0.01 and a factor of ½.
   */
  private static Map<String, List<Double>> settings(ParameterGroups groups) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        Optimizer optimizer =
            new AdamW().create(new AdamW.Options(0.1, 0.9, 0.999, 1e-8, 0.01), Map.of())) {
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      model().keySet().forEach(name -> gradients.put(name, manager.create(0f)));
      for (Optimizer.Group group : groups.of(optimizer).groups(gradients, 0.5)) {
        Double decay = group.weightDecay();
        group
            .gradients()
            .keySet()
            .forEach(
                name -> all.put(name, List.of(group.learningRate(), decay == null ? 0.01 : decay)));
      }
    }
    return all;
  }

  @Test
  void biasesAndNormsDoNotDecayByDefault() throws SpecException {
    assertThat(settings(groups("{}")))
        .containsEntry("head.mlp.0.weight", List.of(0.05, 0.01))
        .containsEntry("head.mlp.0.bias", List.of(0.05, 0.0))
        .hasSize(5);
    assertThat(settings(groups("decay: all")).values()).containsOnly(List.of(0.05, 0.01));
  }

  @Test
  void aGroupHasItsOwnRateTimesTheScheduleAndItsOwnDecay() throws SpecException {
    Map<String, List<Double>> settings =
        settings(groups("groups: {'encoders.*': {learning_rate: 0.02, weight_decay: 0.3}}"));
    assertThat(settings)
        .containsEntry("encoders.picture.conv.weight", List.of(0.01, 0.3))
        .containsEntry("encoders.picture.conv.bias", List.of(0.01, 0.0))
        .containsEntry("head.mlp.0.weight", List.of(0.05, 0.01));
  }

  @Test
  void theLastPatternThatSetsAnOptionDecidesAboutThatOption() throws SpecException {
    Map<String, List<Double>> settings =
        settings(
            groups(
                "groups: {'*': {learning_rate: 0.04, weight_decay: 0.5}, 'encoders.picture.*':"
                    + " {learning_rate: 0.02}}"));
    assertThat(settings.get("encoders.picture.conv.weight")).containsExactly(0.01, 0.5);
    assertThat(settings.get("head.mlp.0.weight").get(0)).isCloseTo(0.02, within(1e-12));
    assertThat(
            settings(
                    groups(
                        "groups: {'encoders.picture.*': {learning_rate: 0.02}, '*':"
                            + " {learning_rate: 0.04}}"))
                .get("encoders.picture.conv.weight"))
        .containsExactly(0.02, 0.01);
  }

  @Test
  void whatIsAlikeIsUpdatedTogether() throws SpecException {
    try (NDManager manager = NDManager.newBaseManager();
        Optimizer plain =
            new AdamW().create(new AdamW.Options(0.1, 0.9, 0.999, 1e-8, 0), Map.of())) {
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      model().keySet().forEach(name -> gradients.put(name, manager.create(0f)));
      assertThat(groups("{}").of(plain).groups(gradients, 1)).hasSize(1);
      gradients.remove("head.mlp.0.bias");
      assertThat(groups("{}").of(plain).groups(gradients, 1).get(0).gradients()).hasSize(4);
    }
  }
}
