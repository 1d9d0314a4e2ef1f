package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.FusionFactory;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every fusion operator must do. Extend it with a class that gives the factory and its
 * options; the inputs are three of width 6, or what {@link #inputs()} says.
 *
 * @param <O> the operator's options
 */
public abstract class FusionContract<O extends Record> {

  private static final int BATCH = 8;
  private static final int TOKENS = 4;

  private final NDManager manager = NDManager.newBaseManager();

  /** The operator. */
  protected abstract FusionFactory<O> factory();

  /** Options with small sizes. */
  protected abstract O options();

  /** The inputs it is tested with. */
  protected FusionInputs inputs() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("text", 6);
    widths.put("image", 6);
    widths.put("audio", 6);
    return new FusionInputs(widths);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void whatItDeclaresIsWhatItYields() {
    Encoding out = fusion(1).fuse(everyPattern(7, Float.NaN), false);
    EncodingSpec spec = spec();
    if (out.pooled() != null) {
      assertThat(spec.forms()).contains(Form.POOLED);
      assertThat(out.requirePooled().getShape()).isEqualTo(new Shape(BATCH, spec.width()));
    }
    if (out.tokens() != null) {
      assertThat(spec.forms()).contains(Form.TOKENS);
      assertThat(out.requireTokens().getShape().get(2)).isEqualTo(spec.width());
      assertThat(out.requireMask().getShape())
          .isEqualTo(out.requireTokens().getShape().slice(0, 2));
    }
    boolean[] present = out.present().toBooleanArray();
    for (int i = 0; i < BATCH; i++) {
      assertThat(present[i])
          .as("present, pattern " + i)
          .isEqualTo(i % (1 << inputs().names().size()) != 0);
    }
  }

  /**
   * Parameters that cannot change the result and so get no gradient, such as a bias that a softmax
   * cancels out.
   */
  protected Set<String> withoutInfluence() {
    return Set.of();
  }

  @Test
  void everyParameterGetsAFiniteGradient() {
    Fusion fusion = fusion(1);
    Set<String> reached = new TreeSet<>(withoutInfluence());
    // What lies behind a gate that starts closed gets its gradient once the first step opens it.
    for (int step = 0; step < 2; step++) {
      backward(fusion, everyPattern(7, Float.NaN));
      fusion.named().forEach((name, parameter) -> descend(name, parameter, reached));
    }
    fusion
        .named()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                assertThat(reached).as("parameters with a gradient").contains(name);
              }
            });
  }

  private static void descend(String name, Parameter parameter, Set<String> reached) {
    if (!parameter.requiresGradient()) {
      return;
    }
    NDArray values = parameter.getArray();
    try (NDArray gradient = values.getGradient()) {
      float sum = gradient.abs().sum().getFloat();
      assertThat(sum).as("gradient of " + name).isFinite();
      if (sum > 0) {
        reached.add(name);
      }
      values.setRequiresGradient(false);
      values.subi(gradient.mul(0.01f));
      values.setRequiresGradient(true);
    }
  }

  @Test
  void aValueThatIsAbsentReachesNeitherResultNorGradients() {
    Fusion fusion = fusion(1);
    float[] zeros = values(fusion.fuse(everyPattern(7, 0), false));
    float[] nans = values(fusion.fuse(everyPattern(7, Float.NaN), false));
    assertThat(nans).containsExactly(zeros);
    for (float value : nans) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void tokensOfTheResultAreZeroWhereMasked() {
    Encoding out = fusion(1).fuse(everyPattern(7, Float.NaN), false);
    if (out.tokens() != null) {
      NDArray covered = Tensors.cover(out.requireTokens(), out.requireMask());
      assertThat(out.requireTokens().toFloatArray()).containsExactly(covered.toFloatArray());
    }
  }

  @Test
  void theOtherSamplesOfABatchDoNotMatter() {
    Fusion fusion = fusion(1);
    float[] first = values(fusion.fuse(everyPattern(7, 0), false));
    float[] second = values(fusion.fuse(rows(everyPattern(7, 0), 5, 6), false));
    int size = first.length / BATCH;
    for (int i = 0; i < size; i++) {
      assertThat(second[i])
          .isCloseTo(first[5 * size + i], org.assertj.core.api.Assertions.within(1e-5f));
    }
  }

  @Test
  void anOperatorWithTheSameNamedValuesGivesTheSameResult() {
    Fusion fusion = fusion(1);
    Map<String, float[]> saved = new LinkedHashMap<>();
    fusion.named().forEach((name, p) -> saved.put(name, p.getArray().toFloatArray()));
    Fusion other = fusion(2);
    other
        .named()
        .forEach(
            (name, p) -> {
              p.getArray().setRequiresGradient(false);
              p.getArray().set(java.util.Objects.requireNonNull(saved.get(name)));
            });
    assertThat(values(other.fuse(everyPattern(7, 0), false)))
        .containsExactly(values(fusion.fuse(everyPattern(7, 0), false)));
  }

  @Test
  void theSameSeedGivesTheSameStart() {
    assertThat(values(fusion(3).fuse(everyPattern(7, 0), false)))
        .containsExactly(values(fusion(3).fuse(everyPattern(7, 0), false)));
  }

  private Fusion fusion(long seed) {
    Fusion fusion = factory().create(options(), inputs());
    fusion.initialize(manager, seed);
    return fusion;
  }

  private EncodingSpec spec() {
    List<String> problems = new ArrayList<>();
    EncodingSpec spec =
        factory()
            .output(
                options(), inputs(), (option, message) -> problems.add(option + ": " + message));
    assertThat(problems).isEmpty();
    return spec;
  }

  private void backward(Fusion fusion, Map<String, Encoding> inputs) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding out = fusion.fuse(inputs, false);
      NDArray y = out.pooled() != null ? out.requirePooled() : out.requireTokens();
      NDArray weights = manager.arange(0f, (float) y.getShape().size()).mul(0.7f).cos();
      collector.backward(y.mul(weights.reshape(y.getShape())).sum());
    }
  }

  /** Sample i has the inputs whose bits are set in i; what is absent holds the given value. */
  private Map<String, Encoding> everyPattern(long seed, float absent) {
    Random random = new Random(seed);
    Map<String, Encoding> map = new LinkedHashMap<>();
    int bit = 0;
    for (String name : inputs().names()) {
      int width = inputs().width(name);
      int tokens = factory().wants(options()) == Form.TOKENS ? TOKENS : 1;
      float[] values = new float[BATCH * tokens * width];
      boolean[] mask = new boolean[BATCH * tokens];
      boolean[] present = new boolean[BATCH];
      for (int i = 0; i < BATCH; i++) {
        present[i] = (i >> bit & 1) == 1;
        for (int t = 0; t < tokens; t++) {
          mask[i * tokens + t] = present[i] && t <= i % tokens;
          for (int d = 0; d < width; d++) {
            float value = (float) random.nextGaussian();
            values[(i * tokens + t) * width + d] = mask[i * tokens + t] ? value : absent;
          }
        }
      }
      map.put(name, encoding(values, mask, present, tokens, width));
      bit++;
    }
    return map;
  }

  private Encoding encoding(
      float[] values, boolean[] mask, boolean[] present, int tokens, int width) {
    NDArray here = manager.create(present);
    return factory().wants(options()) == Form.POOLED
        ? Encoding.ofPooled(manager.create(values, new Shape(BATCH, width)), here)
        : Encoding.ofTokens(
            manager.create(values, new Shape(BATCH, tokens, width)),
            manager.create(mask, new Shape(BATCH, tokens)),
            here);
  }

  private static Map<String, Encoding> rows(Map<String, Encoding> inputs, int from, int to) {
    Map<String, Encoding> some = new LinkedHashMap<>();
    inputs.forEach(
        (name, e) ->
            some.put(
                name,
                e.pooled() != null
                    ? Encoding.ofPooled(
                        e.requirePooled().get("{}:{}", from, to),
                        e.present().get("{}:{}", from, to))
                    : Encoding.ofTokens(
                        e.requireTokens().get("{}:{}", from, to),
                        e.requireMask().get("{}:{}", from, to),
                        e.present().get("{}:{}", from, to))));
    return some;
  }

  private static float[] values(Encoding encoding) {
    return (encoding.pooled() != null ? encoding.requirePooled() : encoding.requireTokens())
        .toFloatArray();
  }
}
