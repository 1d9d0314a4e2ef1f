package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.EncoderFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.core.parts.PartKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every encoder must do. Extend it with a class that gives the factory, its options and the
 * features it is built for; the values of the features are drawn from a seed. It runs for every set
 * of forms that the encoder declares.
 *
 * @param <O> the encoder's options
 */
public abstract class EncoderContract<O extends Record> extends BlockContract<O, Encoder> {

  private static final int[] LENGTHS = {5, 1, 3, 2, 4, 5};
  private static final int LONGEST = 5;

  @Override
  protected abstract EncoderFactory<O> factory();

  /**
   * Features of one sample, small: {@code [-1]} with classes for ids, {@code [3, 32, 32]} for
   * pictures, {@code [-1, 8]} for sequences of vectors. A first dimension of -1 is a sequence.
   */
  protected abstract FeatureSpec features();

  @Override
  final PartKind kind() {
    return PartKind.ENCODER;
  }

  @Override
  final int samples() {
    return LENGTHS.length;
  }

  @Override
  final List<Set<Form>> forms() {
    Set<Form> declared = factory().output(options(), features()).forms();
    List<Set<Form>> sets = new ArrayList<>();
    declared.forEach(form -> sets.add(Set.of(form)));
    if (declared.size() > 1) {
      sets.add(declared);
    }
    return sets;
  }

  @Override
  final Encoder create(Set<Form> wanted) {
    return factory().create(options(), new EncoderContext(features(), wanted));
  }

  @Override
  final NDList run(
      Encoder encoder, Set<Form> wanted, int from, int to, NDManager manager, boolean training) {
    InputBatch all = new Draw(features()).batch(manager, here(0), 0, 0);
    NDArray mask = all.mask() == null ? null : all.mask().get("{}:{}", from, to);
    InputBatch some =
        new InputBatch(
            all.values().get("{}:{}", from, to), mask, all.present().get("{}:{}", from, to));
    return wanted(encoder.encode(some, training), wanted);
  }

  private static NDList wanted(Encoding encoding, Set<Form> wanted) {
    NDList list = new NDList();
    if (wanted.contains(Form.POOLED)) {
      list.add(encoding.requirePooled());
    }
    if (wanted.contains(Form.TOKENS)) {
      list.add(encoding.requireTokens());
    }
    return list;
  }

  @Test
  void whatItDeclaresIsWhatItYields() {
    EncodingSpec spec = factory().output(options(), features());
    assertThat(factory().output(options(), new FeatureSpec(features().shape(), 0)))
        .as("declared before the number of classes is known")
        .isEqualTo(spec);
    InputBatch batch = new Draw(features()).batch(data, here(0), 1, 0);
    for (Set<Form> wanted : forms()) {
      Encoding out = block(wanted).encode(batch, false);
      if (wanted.contains(Form.POOLED)) {
        assertThat(out.requirePooled().getShape())
            .as("pooled of %s", wanted)
            .isEqualTo(new Shape(samples(), spec.width()));
      }
      if (wanted.contains(Form.TOKENS)) {
        Shape shape = out.requireTokens().getShape();
        assertThat(shape.dimension()).as("dimensions of tokens [B, T, D]").isEqualTo(3);
        assertThat(shape.get(0)).as("samples in tokens").isEqualTo(samples());
        assertThat(shape.get(2)).as("width of tokens").isEqualTo(spec.width());
        assertThat(out.requireMask().getShape()).isEqualTo(shape.slice(0, 2));
        Values.assertMaskedAreZeros(out);
      }
      assertThat(out.present().toBooleanArray()).containsOnly(true);
      Values.assertFinite("result of " + wanted, Values.of(wanted(out, wanted)));
    }
  }

  @Test
  void paddingDoesNotMatter() {
    assumeTrue(new Draw(features()).sequence(), "not a sequence, so there is no padding");
    Set<Form> wanted = allForms();
    Encoder encoder = block(wanted);
    Draw draw = new Draw(features());
    float[] plain = Values.unpadded(encoder.encode(draw.batch(data, here(0), 0, 0), false));
    for (int under : new int[] {0, 1}) {
      InputBatch padded = draw.batch(data, here(0), 3, under);
      Values.assertClose(
          under == 0 ? "padded with zeros" : "padded with values",
          Values.unpadded(encoder.encode(padded, false)),
          plain);
    }
  }

  @Test
  void aMissingInputGivesFiniteResultsAndGradients() {
    for (int absent : new int[] {2, samples()}) {
      Set<Form> wanted = allForms();
      Encoder encoder = block(wanted);
      InputBatch batch = new Draw(features()).batch(data, here(absent), 0, 0);
      String what = absent + " of " + samples() + " samples absent";
      Encoding evaluated = encoder.encode(batch, false);
      Values.assertFinite("result, " + what, Values.of(wanted(evaluated, wanted)));
      assertThat(evaluated.present().toBooleanArray()).as(what).isEqualTo(here(absent));
      if (wanted.contains(Form.TOKENS)) {
        assertThat(evaluated.requireMask().get("0:{}", absent).toBooleanArray())
            .as("mask of absent samples")
            .containsOnly(false);
        Values.assertMaskedAreZeros(evaluated);
      }
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(loss(wanted(encoder.encode(batch, true), wanted), data));
      }
      gradients(encoder)
          .forEach(
              (name, gradient) ->
                  Values.assertFinite(
                      "gradient of " + name + ", " + what, gradient.toFloatArray()));
    }
  }

  /** Presence where the first samples are absent. */
  private boolean[] here(int absent) {
    boolean[] present = new boolean[samples()];
    for (int i = absent; i < present.length; i++) {
      present[i] = true;
    }
    return present;
  }

  /** Draws batches of features; a sample's values do not depend on the padding behind it. */
  private record Draw(FeatureSpec features) {

    boolean sequence() {
      Shape shape = features.shape();
      return shape.dimension() > 0 && shape.get(0) == -1;
    }

    /**
     * A batch.
     *
     * @param padding how many positions stand behind the longest sample
     * @param under what stands where the mask is false: 0 for zeros, 1 for values like the others
     */
    InputBatch batch(NDManager manager, boolean[] present, int padding, int under) {
      int steps = sequence() ? LONGEST + padding : 1;
      Shape rest = features.shape().slice(sequence() ? 1 : 0);
      int size = Math.toIntExact(rest.size());
      double[] values = new double[present.length * steps * size];
      boolean[] mask = new boolean[present.length * steps];
      for (int i = 0; i < present.length; i++) {
        Random random = new Random(i);
        double offset = random.nextGaussian(); // or the means of all pictures are alike
        for (int t = 0; t < steps; t++) {
          int at = i * steps + t;
          mask[at] = present[i] && (t < LENGTHS[i] || !sequence());
          for (int d = 0; d < size; d++) {
            double value = one(random, offset);
            values[at * size + d] = mask[at] ? value : under * value;
          }
        }
      }
      Shape batch = new Shape(present.length);
      Shape shape = sequence() ? batch.add(steps).addAll(rest) : batch.addAll(rest);
      DataType type = features.classes() > 0 ? DataType.INT64 : DataType.FLOAT32;
      return new InputBatch(
          manager.create(values, shape).toType(type, false),
          sequence() ? manager.create(mask, batch.add(steps)) : null,
          manager.create(present));
    }

    private double one(Random random, double offset) {
      int classes = features.classes();
      // 0 is the padding of most vocabularies
      return classes > 0 ? 1 + random.nextInt(classes - 1) : offset + random.nextGaussian();
    }
  }
}
