package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.FusionFactory;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Tensors;
import dev.braid.core.parts.PartKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every fusion operator must do. Extend it with a class that gives the factory and its
 * options; the inputs are three of width 6, or what {@link #inputs()} says. The batch has every
 * subset of three inputs.
 *
 * @param <O> the operator's options
 */
public abstract class FusionContract<O extends Record> extends BlockContract<O, Fusion> {

  private static final int BATCH = 8;
  private static final int TOKENS = 4;

  @Override
  protected abstract FusionFactory<O> factory();

  /** The inputs it is tested with. */
  protected FusionInputs inputs() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("text", 6);
    widths.put("image", 6);
    widths.put("audio", 6);
    return new FusionInputs(widths);
  }

  @Override
  final PartKind kind() {
    return PartKind.FUSION;
  }

  @Override
  final int samples() {
    return BATCH;
  }

  @Override
  final List<Set<Form>> forms() {
    return List.of(spec().forms());
  }

  @Override
  final Fusion create(Set<Form> wanted) {
    return factory().create(options(), inputs());
  }

  @Override
  final NDList run(
      Fusion fusion, Set<Form> wanted, int from, int to, NDManager manager, boolean training) {
    return results(fusion.fuse(rows(everyPattern(manager, 0, 0), from, to), training));
  }

  private static NDList results(Encoding encoding) {
    NDList list = new NDList();
    if (encoding.pooled() != null) {
      list.add(encoding.requirePooled());
    }
    if (encoding.tokens() != null) {
      list.add(encoding.requireTokens());
    }
    return list;
  }

  @Test
  void whatItDeclaresIsWhatItYields() {
    EncodingSpec spec = spec();
    Map<String, Encoding> inputs = everyPattern(data, 0, 0);
    Encoding out = block(spec.forms()).fuse(inputs, false);
    assertThat(out.pooled() != null).as("pooled").isEqualTo(spec.forms().contains(Form.POOLED));
    assertThat(out.tokens() != null).as("tokens").isEqualTo(spec.forms().contains(Form.TOKENS));
    if (out.pooled() != null) {
      assertThat(out.requirePooled().getShape()).isEqualTo(new Shape(BATCH, spec.width()));
    }
    if (out.tokens() != null) {
      assertThat(out.requireTokens().getShape().get(2)).isEqualTo(spec.width());
      assertThat(out.requireMask().getShape())
          .isEqualTo(out.requireTokens().getShape().slice(0, 2));
      Values.assertMaskedAreZeros(out);
    }
    if (!spec.streams().isEmpty()) {
      List<NDArray> masks = new ArrayList<>();
      spec.streams()
          .forEach(name -> masks.add(Objects.requireNonNull(inputs.get(name)).requireMask()));
      assertThat(out.requireMask().toBooleanArray())
          .as("mask of the tokens of " + spec.streams())
          .containsExactly(Tensors.concat(masks, 1).toBooleanArray());
    }
    boolean[] present = out.present().toBooleanArray();
    for (int i = 0; i < BATCH; i++) {
      boolean any = i % (1 << Math.min(3, inputs().names().size())) != 0;
      assertThat(present[i]).as("present, pattern " + i).isEqualTo(any);
    }
  }

  @Test
  void aValueThatIsAbsentReachesNeitherResultNorGradients() {
    Fusion fusion = block(spec().forms());
    float[] zeros = Values.of(results(fusion.fuse(everyPattern(data, 0, 0), false)));
    float[] nans = Values.of(results(fusion.fuse(everyPattern(data, Float.NaN, 0), false)));
    Values.assertFinite("result", nans);
    assertThat(nans).containsExactly(zeros);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding out = fusion.fuse(everyPattern(data, Float.NaN, 0), false);
      collector.backward(loss(results(out), data));
    }
    gradients(fusion)
        .forEach((name, g) -> Values.assertFinite("gradient of " + name, g.toFloatArray()));
  }

  @Test
  void paddingDoesNotMatter() {
    assumeTrue(factory().wants(options()) == Form.TOKENS, "vectors have no padding");
    Fusion fusion = block(spec().forms());
    Values.assertClose(
        "with two tokens of padding",
        Values.unpadded(fusion.fuse(everyPattern(data, 0, 2), false)),
        Values.unpadded(fusion.fuse(everyPattern(data, 0, 0), false)));
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

  /** Sample i has the inputs whose bits are set in i; what is absent holds the given value. */
  private Map<String, Encoding> everyPattern(NDManager manager, float absent, int padding) {
    Random random = new Random(7);
    Map<String, Encoding> map = new LinkedHashMap<>();
    int bit = 0;
    for (String name : inputs().names()) {
      int width = inputs().width(name);
      int real = factory().wants(options()) == Form.TOKENS ? TOKENS : 1;
      int tokens = real + padding;
      float[] values = new float[BATCH * tokens * width];
      boolean[] mask = new boolean[BATCH * tokens];
      boolean[] present = new boolean[BATCH];
      for (int i = 0; i < BATCH; i++) {
        present[i] = (i >> bit % 3 & 1) == 1;
        for (int t = 0; t < tokens; t++) {
          mask[i * tokens + t] = present[i] && t <= i % real;
          for (int d = 0; d < width; d++) {
            float value = t < real ? (float) random.nextGaussian() : absent;
            values[(i * tokens + t) * width + d] = mask[i * tokens + t] ? value : absent;
          }
        }
      }
      map.put(name, encoding(manager, values, mask, present, width));
      bit++;
    }
    return map;
  }

  private Encoding encoding(
      NDManager manager, float[] values, boolean[] mask, boolean[] present, int width) {
    NDArray here = manager.create(present);
    int tokens = mask.length / BATCH;
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
}
