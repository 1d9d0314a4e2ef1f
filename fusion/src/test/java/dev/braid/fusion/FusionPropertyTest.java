package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every operator keeps to, for a batch of eight samples that has each subset of three inputs
 * once, the empty one included.
 */
class FusionPropertyTest {

  private static final List<String> NAMES = List.of("question", "picture", "sound");
  private static final int TOKENS = 4;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** An operator as a spec would write it; all inputs are six wide where it projects none. */
  record Case(String type, String options) {

    private static final Set<String> AS_THEY_ARE =
        Set.of("deep-sets", "max", "mean", "product", "sum");

    Operator create(NDManager manager) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (int i = 0; i < names().size(); i++) {
        widths.put(names().get(i), width(i));
      }
      Operator operator = Operator.create(type, options, new FusionInputs(widths));
      operator.block().initialize(manager, 11);
      return operator;
    }

    List<String> names() {
      boolean two = Stream.of("bimodal", "scalar", "vector").anyMatch(options::contains);
      return two ? NAMES.subList(0, 2) : NAMES;
    }

    int width(int input) {
      return AS_THEY_ARE.contains(type) && !options.contains("\"width\"") ? 6 : 3 + input;
    }

    /** Whether sample i of the batch has any input. */
    boolean present(int i) {
      return i % (1 << names().size()) != 0;
    }

    /** Whether a parameter cannot matter, by the definition of the operator. */
    boolean idle(String parameter) {
      return (options.contains("bimodal") && parameter.startsWith("missing."))
          || parameter.equals("attention.linear2.bias");
    }
  }

  static List<Case> operators() {
    return Stream.concat(vectorOperators().stream(), tokenOperators().stream()).toList();
  }

  private static List<Case> vectorOperators() {
    return List.of(
        new Case("sum", "{}"),
        new Case("sum", "{\"width\": 6}"),
        new Case("concat", "{\"hidden\": []}"),
        new Case("concat", "{\"hidden\": [8], \"output\": 5, \"activation\": \"gelu\"}"),
        of("attention", "'width': 4"),
        of("bilinear", "'output': 4"),
        of("comparator", "'width': 3, 'activation': 'tanh'"),
        of("deep-sets", "'normalize': 'feature', 'pooling': 'mean', 'hidden': []"),
        of(
            "deep-sets",
            "'width': 4, 'attention': true, 'normalize': 'modality', 'pooling': 'max',"
                + " 'hidden': [5], 'output': 3, 'activation': 'gelu'"),
        of(
            "deep-sets",
            "'width': 4, 'attention': true, 'attention_width': 3, 'normalize': 'none',"
                + " 'pooling': 'min', 'hidden': []"),
        of("film", "'residual': true"),
        of("film", "'residual': false, 'width': 6, 'output': 3, 'main': 'sound'"),
        of("gated", "'width': 4, 'form': 'multimodal', 'bias': true"),
        of("gated", "'width': 4, 'form': 'softmax'"),
        of("gated", "'width': 4, 'form': 'bimodal', 'bias': true"),
        of("late", "'output': 4, 'weighting': 'mean', 'space': 'probabilities'"),
        of("late", "'output': 4, 'weighting': 'learned', 'space': 'logits'"),
        of("low-rank-tensor", "'rank': 2, 'output': 4"),
        of("mag", "'beta': 0.5, 'layer_norm': true, 'main': 'picture'"),
        of("mag", "'beta': 2"),
        of("max", ""),
        of("max", "'width': 4"),
        of("mean", ""),
        of("mean", "'width': 4"),
        of("mixture-of-experts", "'width': 4, 'hidden': [5], 'activation': 'gelu', 'joint': true"),
        of("mixture-of-experts", "'width': 4, 'hidden': [], 'top_k': 2"),
        of("multiplicative-interaction", "'mode': 'matrix', 'output': 4"),
        of("multiplicative-interaction", "'mode': 'vector'"),
        of("multiplicative-interaction", "'mode': 'scalar'"),
        of("nl-gate", "'positions': 2, 'channels': 3, 'memory': 2, 'main': 'picture'"),
        of("product", ""),
        of("product", "'width': 4, 'activation': 'sigmoid'"),
        of("product-of-experts", "'width': 4, 'prior': true, 'output': 'mean_log_variance'"),
        of("product-of-experts", "'width': 4, 'output': 'mean'"),
        of("tensor", "'hidden': []"),
        of("tensor", "'width': 2, 'hidden': [5], 'output': 4, 'activation': 'relu'"));
  }

  static List<Case> tokenOperators() {
    return List.of(
        cross("'pre_norm': true, 'pooling': 'mean', 'combine': 'concat'"),
        cross("'pre_norm': false, 'pooling': 'last', 'combine': 'sum', 'self_attention': true"),
        cross("'pre_norm': true, 'pooling': 'cls', 'combine': 'product', 'self_attention': true"),
        cross("'pre_norm': false, 'pooling': 'first', 'combine': 'mean', 'layers': 2"),
        cross(
            "'pre_norm': true, 'pooling': 'cls', 'query': 'picture', 'layers': 2, 'self_attention': true"),
        cross("'pre_norm': false, 'pooling': 'mean', 'query': 'sound'"));
  }

  private static Case of(String type, String options) {
    return new Case(type, ("{" + options + "}").replace('\'', '"'));
  }

  private static Case cross(String options) {
    String json =
        "{'width': 8, 'heads': 2, 'activation': 'gelu', "
            + (options.contains("layers") ? "" : "'layers': 1, ")
            + (options.contains("combine") ? "" : "'combine': 'concat', ")
            + options
            + "}";
    return new Case("cross-attention", json.replace('\'', '"'));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void absentValuesReachNeitherResultNorGradients(Case which) {
    Operator operator = which.create(manager);
    Map<String, float[]> zeros = passes(operator, batch(which, operator.form(), 0f, 0));
    Map<String, float[]> nans = passes(operator, batch(which, operator.form(), Float.NaN, 0));

    assertThat(nans.keySet()).isEqualTo(zeros.keySet());
    zeros.forEach((name, values) -> assertThat(nans.get(name)).as(name).isEqualTo(values));
    nans.forEach(
        (name, values) -> {
          for (float value : values) {
            assertThat(value).as(name).isFinite();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("operators")
  void everyParameterReceivesAGradient(Case which) {
    Operator operator = which.create(manager);
    Map<String, float[]> result = passes(operator, batch(which, operator.form(), 0f, 0));

    operator
        .block()
        .named()
        .keySet()
        .forEach(
            name -> {
              if (!which.idle(name)) {
                assertThat(largest(result.get("gradient of " + name))).as(name).isPositive();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("operators")
  void zeroInputsAndWeightsGiveModerateGradients(Case which) {
    Operator operator = which.create(manager);
    Map<String, Encoding> batch = batch(which, operator.form(), 0f, 0);
    batch.values().forEach(input -> scale(values(input), 0));
    assertBounded(passes(operator, batch), 1e6f);

    operator.block().named().values().forEach(p -> scale(p.getArray(), 0));
    assertBounded(passes(operator, batch), 1e6f);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void largeInputsGiveFiniteGradients(Case which) {
    Operator operator = which.create(manager);
    Map<String, Encoding> batch = batch(which, operator.form(), 0f, 0);
    batch.values().forEach(input -> scale(values(input), 1e4f));

    assertBounded(passes(operator, batch), Float.MAX_VALUE);
  }

  private static void scale(NDArray array, float factor) {
    array.setRequiresGradient(false);
    array.muli(factor);
    array.setRequiresGradient(true);
  }

  private static void assertBounded(Map<String, float[]> arrays, float bound) {
    arrays.forEach(
        (name, values) -> {
          for (float value : values) {
            assertThat(value).as(name).isBetween(-bound, bound);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("tokenOperators")
  void paddingDoesNotChangeTheResult(Case which) {
    Operator operator = which.create(manager);
    float[] exact = passes(operator, batch(which, operator.form(), 0f, 0)).get("output");
    float[] padded = passes(operator, batch(which, operator.form(), Float.NaN, 3)).get("output");

    assertThat(padded).containsExactly(exact, within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void samplesDoNotInfluenceEachOther(Case which) {
    Operator operator = which.create(manager);
    Map<String, Encoding> batch = batch(which, operator.form(), 0f, 0);
    NDArray together = operator.block().fuse(batch, false).requirePooled();

    for (int sample = 0; sample < 8; sample++) {
      Map<String, Encoding> one = new LinkedHashMap<>();
      for (String name : which.names()) {
        one.put(name, only(batch.get(name), sample));
      }
      NDArray alone = operator.block().fuse(one, false).requirePooled();
      assertThat(alone.toFloatArray())
          .as("sample %d", sample)
          .containsExactly(together.get(sample).toFloatArray(), within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void resultIsPresentWhereAnyInputIs(Case which) {
    Operator operator = which.create(manager);
    Encoding fused = operator.block().fuse(batch(which, operator.form(), 0f, 0), false);

    boolean[] present = fused.present().toBooleanArray();
    for (int i = 0; i < 8; i++) {
      assertThat(present[i]).as("sample %d", i).isEqualTo(which.present(i));
    }
    assertThat(fused.requirePooled().getShape()).isEqualTo(new Shape(8, operator.width()));
  }

  @ParameterizedTest
  @MethodSource("tokenOperators")
  void absenceCountsMoreThanTheMask(Case which) {
    Operator operator = which.create(manager);
    Map<String, Encoding> batch = batch(which, operator.form(), 0f, 0);
    Map<String, Encoding> unmasked = new LinkedHashMap<>();
    batch.forEach(
        (name, e) -> {
          NDArray all = e.requireMask().logicalOr(e.present().logicalNot().expandDims(1));
          unmasked.put(name, Encoding.ofTokens(e.requireTokens(), all, e.present()));
        });

    assertThat(operator.block().fuse(unmasked, false).requirePooled().toFloatArray())
        .isEqualTo(operator.block().fuse(batch, false).requirePooled().toFloatArray());
  }

  @ParameterizedTest
  @MethodSource("operators")
  void nothingOfAStepStaysWithTheParameters(Case which) {
    try (NDManager owner = NDManager.newBaseManager("PyTorch")) {
      Operator operator = which.create(owner);
      int before = owner.getManagedArrays().size();

      operator.block().fuse(batch(which, operator.form(), 0f, 0), true);

      assertThat(owner.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @MethodSource("dropping")
  void dropoutActsInTrainingOnly(String options) {
    Case which = cross(options);
    Operator with = new Case(which.type(), dropout(which, 0.5)).create(manager);
    Operator without = new Case(which.type(), dropout(which, 0)).create(manager);
    Map<String, Encoding> batch = batch(which, Form.TOKENS, 0f, 0);
    float[] exact = without.block().fuse(batch, true).requirePooled().toFloatArray();

    assertThat(with.block().fuse(batch, false).requirePooled().toFloatArray()).isEqualTo(exact);
    assertThat(with.block().fuse(batch, true).requirePooled().toFloatArray()).isNotEqualTo(exact);
  }

  static List<String> dropping() {
    return List.of("'pre_norm': true, 'pooling': 'mean'", "'pre_norm': false, 'pooling': 'mean'");
  }

  private static String dropout(Case which, double rate) {
    return which.options().replace("}", ", \"dropout\": " + rate + "}");
  }

  /** The output, and the gradients of a weighted sum of it, by name. */
  private static Map<String, float[]> passes(Operator operator, Map<String, Encoding> inputs) {
    Map<String, float[]> result = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      NDArray output = operator.block().fuse(inputs, false).requirePooled();
      float[] weights = random(new Random(3), (int) output.size());
      NDArray scale = output.getManager().create(weights, output.getShape());
      collector.backward(output.mul(scale).sum());
      result.put("output", output.toFloatArray());
    }
    inputs.forEach(
        (name, input) ->
            result.put("gradient of " + name, values(input).getGradient().toFloatArray()));
    operator
        .block()
        .named()
        .forEach(
            (name, p) ->
                result.put("gradient of " + name, p.getArray().getGradient().toFloatArray()));
    return result;
  }

  /**
   * Sample i has input j when bit j of i is set; of the tokens one, two, ... are real.
   *
   * @param hidden what stands where nothing is real
   * @param padding further tokens that are not real
   */
  private Map<String, Encoding> batch(Case which, Form form, float hidden, int padding) {
    Map<String, Encoding> batch = new LinkedHashMap<>();
    for (int j = 0; j < which.names().size(); j++) {
      Random random = new Random(100 + j);
      int width = which.width(j);
      int length = form == Form.TOKENS ? TOKENS + padding : 1;
      boolean[] present = new boolean[8];
      boolean[] mask = new boolean[8 * length];
      float[] values = new float[8 * length * width];
      Arrays.fill(values, hidden);
      for (int i = 0; i < 8; i++) {
        present[i] = (i >> j & 1) == 1;
        int real = form == Form.TOKENS ? 1 + (i + j) % TOKENS : 1;
        for (int t = 0; present[i] && t < real; t++) {
          mask[i * length + t] = true;
          System.arraycopy(random(random, width), 0, values, (i * length + t) * width, width);
        }
      }
      NDArray here = manager.create(present);
      NDArray x =
          form == Form.TOKENS
              ? manager.create(values, new Shape(8, length, width))
              : manager.create(values, new Shape(8, width));
      x.setRequiresGradient(true);
      batch.put(
          NAMES.get(j),
          form == Form.TOKENS
              ? Encoding.ofTokens(x, manager.create(mask, new Shape(8, length)), here)
              : Encoding.ofPooled(x, here));
    }
    return batch;
  }

  private static Encoding only(Encoding all, int sample) {
    String row = sample + ":" + (sample + 1);
    NDArray present = all.present().get(row);
    return all.tokens() != null
        ? Encoding.ofTokens(all.tokens().get(row), all.requireMask().get(row), present)
        : Encoding.ofPooled(all.requirePooled().get(row), present);
  }

  private static NDArray values(Encoding encoding) {
    return encoding.tokens() != null ? encoding.tokens() : encoding.requirePooled();
  }

  private static float[] random(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
