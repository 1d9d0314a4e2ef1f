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
import dev.braid.api.nn.Tensors;
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

    /** With the options in single quotes, without the braces. */
    static Case of(String type, String options) {
      return new Case(type, ("{" + options + "}").replace('\'', '"'));
    }

    Operator create(NDManager manager) {
      Operator operator = build();
      operator.block().initialize(manager, 11);
      // Gates start closed; behind a closed one nothing could be seen.
      operator
          .block()
          .named()
          .forEach(
              (name, parameter) -> {
                if (name.contains("gate_")) {
                  parameter.getArray().setRequiresGradient(false);
                  parameter.getArray().addi(0.5f);
                  parameter.getArray().setRequiresGradient(true);
                }
              });
      return operator;
    }

    private Operator build() {
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (int i = 0; i < names().size(); i++) {
        widths.put(names().get(i), width(i));
      }
      return Operator.create(type, options, new FusionInputs(widths));
    }

    List<String> names() {
      boolean two =
          type.equals("bilinear-attention")
              || Stream.of("bimodal", "scalar", "vector").anyMatch(options::contains);
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
          // A softmax cancels these out.
          || parameter.equals("attention.linear2.bias")
          || (type.equals("bilinear-attention") && parameter.equals("attention.bias"));
    }
  }

  static List<Case> operators() {
    return Stream.concat(VectorCases.all().stream(), tokenOperators().stream()).toList();
  }

  static List<Case> tokenOperators() {
    return TokenCases.all();
  }

  static List<Case> transformers() {
    return TokenCases.transformers();
  }

  static List<Case> tokenResults() {
    return tokenOperators().stream()
        .filter(c -> c.build().output().forms().contains(Form.TOKENS))
        .toList();
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
        .forEach(
            (name, p) -> {
              if (p.requiresGradient() && !which.idle(name)) {
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

    operator
        .block()
        .named()
        .values()
        .forEach(
            p -> {
              if (p.requiresGradient()) {
                scale(p.getArray(), 0);
              }
            });
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
    Encoding exact = operator.block().fuse(batch(which, operator.form(), 0f, 0), false);
    Encoding padded = operator.block().fuse(batch(which, operator.form(), Float.NaN, 3), false);

    assertThat(real(padded)).containsExactly(real(exact), within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("tokenResults")
  void tokensOfTheResultAreZeroWhereMasked(Case which) {
    Operator operator = which.create(manager);
    Encoding fused = operator.block().fuse(batch(which, operator.form(), Float.NaN, 2), false);
    NDArray tokens = fused.requireTokens();
    NDArray covered = Tensors.cover(tokens, fused.requireMask());

    assertThat(tokens.toFloatArray()).isEqualTo(covered.toFloatArray());
    assertThat(largest(tokens.toFloatArray())).isPositive();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void samplesDoNotInfluenceEachOther(Case which) {
    Operator operator = which.create(manager);
    Map<String, Encoding> batch = batch(which, operator.form(), 0f, 0);
    NDArray together = values(operator.block().fuse(batch, false));

    for (int sample = 0; sample < 8; sample++) {
      Map<String, Encoding> one = new LinkedHashMap<>();
      for (String name : which.names()) {
        one.put(name, only(batch.get(name), sample));
      }
      NDArray alone = values(operator.block().fuse(one, false));
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
    if (fused.tokens() == null) {
      assertThat(fused.requirePooled().getShape()).isEqualTo(new Shape(8, operator.width()));
    } else {
      assertThat(fused.requireTokens().getShape())
          .isEqualTo(fused.requireMask().getShape().add(operator.width()));
    }
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

    assertThat(values(operator.block().fuse(unmasked, false)).toFloatArray())
        .isEqualTo(values(operator.block().fuse(batch, false)).toFloatArray());
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
  @MethodSource("transformers")
  void dropoutActsInTrainingOnly(Case which) {
    Operator with = new Case(which.type(), dropout(which, 0.5)).create(manager);
    Operator without = new Case(which.type(), dropout(which, 0)).create(manager);
    Map<String, Encoding> batch = batch(which, Form.TOKENS, 0f, 0);
    float[] exact = values(without.block().fuse(batch, true)).toFloatArray();

    assertThat(values(with.block().fuse(batch, false)).toFloatArray()).isEqualTo(exact);
    assertThat(values(with.block().fuse(batch, true)).toFloatArray()).isNotEqualTo(exact);
  }

  private static String dropout(Case which, double rate) {
    return which.options().replace("}", ", \"dropout\": " + rate + "}");
  }

  /** The output, and the gradients of a weighted sum of it, by name. */
  private static Map<String, float[]> passes(Operator operator, Map<String, Encoding> inputs) {
    Map<String, float[]> result = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      NDArray output = values(operator.block().fuse(inputs, false));
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
            (name, p) -> {
              if (p.requiresGradient()) {
                result.put("gradient of " + name, p.getArray().getGradient().toFloatArray());
              }
            });
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

  /** The values of real tokens only, or of the pooled vectors. */
  private static float[] real(Encoding encoding) {
    float[] all = values(encoding).toFloatArray();
    if (encoding.tokens() == null) {
      return all;
    }
    boolean[] mask = encoding.requireMask().toBooleanArray();
    int width = all.length / mask.length;
    float[] some = new float[all.length];
    int size = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        System.arraycopy(all, i * width, some, size, width);
        size += width;
      }
    }
    return Arrays.copyOf(some, size);
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
