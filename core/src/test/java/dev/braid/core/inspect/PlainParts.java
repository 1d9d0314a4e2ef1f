package dev.braid.core.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.AugmentationFactory;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.Modality;
import dev.braid.api.Problems;
import dev.braid.api.ReaderFactory;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SpecialIds;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts that read, and do nothing else. */
final class PlainParts implements BraidPlugin {

  static final Modality SIGNAL = new Modality("signal");

  record None() {}

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(
        new Reading(Modality.TEXT, new Shape(-1), false),
        new Reading(Modality.IMAGE, new Shape(3, 2, 2), true),
        new Reading(SIGNAL, new Shape(-1), false));
  }

  @Override
  public List<AugmentationFactory<?>> augmentations() {
    return List.of(
        new Shuffle("shuffle-words", Modality.TEXT), new Shuffle("noise", Modality.IMAGE));
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(
        new Enc("bag", Modality.TEXT), new Enc("cnn", Modality.IMAGE), new Enc("filter", SIGNAL));
  }

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(new Concat("concat"));
  }

  @Override
  public List<TaskFactory<?>> tasks() {
    return List.of(new Choice("qa"));
  }

  /** The first four words; six bytes a row of two pixels; a list of numbers. */
  private static final class Plain implements Reader {
    private final Modality modality;
    private final FeatureSpec features;
    private final List<String> words = new ArrayList<>(List.of("<pad>", "<unk>"));

    Plain(Modality modality, Shape shape) {
      this.modality = modality;
      features = new FeatureSpec(shape, 0);
    }

    @Override
    public void fit(Iterable<Object> values) {
      for (Object value : values) {
        for (String word : modality.equals(Modality.TEXT) ? split(value) : new String[0]) {
          if (!words.contains(word)) {
            words.add(word);
          }
        }
      }
    }

    private static String[] split(Object value) {
      return value.toString().split(" ");
    }

    @Override
    public FeatureSpec features() {
      return new FeatureSpec(features.shape(), modality.equals(Modality.TEXT) ? words.size() : 0);
    }

    @Override
    public SpecialIds special() {
      return new SpecialIds(Set.of(0), 1);
    }

    @Override
    public String token(int id) {
      return words.get(id);
    }

    @Override
    public long[] original(Object value, Feature feature) {
      return modality.equals(Modality.TEXT)
          ? new long[] {split(value).length}
          : feature.dimensions();
    }

    @Override
    public Feature read(Object value) throws BadDataException {
      if (modality.equals(Modality.TEXT)) {
        List<Integer> ids = new ArrayList<>();
        for (String word : split(value)) {
          ids.add(Math.max(1, words.indexOf(word)));
        }
        return new Feature.Ids(ids.stream().limit(4).mapToInt(Integer::intValue).toArray());
      }
      if (value instanceof List<?> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = ((Number) numbers.get(i)).floatValue();
        }
        return new Feature.Floats(floats, floats.length);
      }
      try {
        byte[] bytes = Files.readAllBytes((Path) value);
        if (bytes.length != 12) {
          throw new BadDataException(value + " is damaged");
        }
        return new Feature.Bytes(bytes, 3, 2, 2);
      } catch (IOException e) {
        throw new BadDataException("there is no file " + value, e);
      }
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      throw new UnsupportedOperationException();
    }
  }

  record Reading(Modality modality, Shape shape, boolean readsFiles)
      implements ReaderFactory<None> {
    @Override
    public String type() {
      return modality.name();
    }

    @Override
    public String description() {
      return "plain";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public FeatureSpec features(None options) {
      return new FeatureSpec(shape, 0);
    }

    @Override
    public Reader create(None options) {
      return new Plain(modality, shape);
    }
  }

  /** Puts words in another order; makes bytes into others. */
  record Shuffle(String type, Modality modality) implements AugmentationFactory<None> {
    @Override
    public String description() {
      return "plain";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public Augmentation create(None options, AugmentationContext context) {
      return (feature, random) -> {
        if (feature instanceof Feature.Bytes bytes) {
          byte[] other = new byte[bytes.values().length];
          for (int i = 0; i < other.length; i++) {
            other[i] = (byte) random.nextInt();
          }
          return new Feature.Bytes(other, bytes.shape());
        }
        List<Integer> ids = new ArrayList<>();
        for (int id : ((Feature.Ids) feature).values()) {
          ids.add(id);
        }
        Collections.shuffle(ids, new java.util.Random(random.nextLong()));
        return new Feature.Ids(ids.stream().mapToInt(Integer::intValue).toArray());
      };
    }
  }

  record Enc(String type, Modality modality) implements EncoderFactory<None> {
    @Override
    public String description() {
      return "plain";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public EncodingSpec output(None options, FeatureSpec features) {
      return EncodingSpec.pooled(4);
    }

    @Override
    public Encoder create(None options, EncoderContext context) {
      throw new UnsupportedOperationException();
    }
  }

  record Concat(String type) implements FusionFactory<None> {
    @Override
    public String description() {
      return "plain";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public Form wants(None options) {
      return Form.POOLED;
    }

    @Override
    public EncodingSpec output(None options, FusionInputs inputs, Problems problems) {
      return EncodingSpec.pooled(inputs.totalWidth());
    }

    @Override
    public Fusion create(None options, FusionInputs inputs) {
      throw new UnsupportedOperationException();
    }
  }

  record Choice(String type) implements TaskFactory<None> {
    @Override
    public String description() {
      return "plain";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public List<Column> columns(None options) {
      return List.of(new Column("target", "answer"));
    }

    @Override
    public Task create(None options, TaskContext context) {
      return new Classes();
    }
  }

  /** Knows the class of a sample. */
  private static final class Classes implements Task {
    @Override
    public void fit(List<Sample> train) {}

    @Override
    public String classOf(Sample sample) throws BadDataException {
      Object answer = sample.value("answer");
      if (answer == null) {
        throw new BadDataException(sample.id() + ": no answer");
      }
      return answer.toString();
    }

    @Override
    public void check(Sample sample) throws BadDataException {
      classOf(sample);
    }

    @Override
    public Head head(HeadContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDList targets(List<Sample> samples, boolean training, NDManager manager) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray loss(NDList outputs, NDList targets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Evaluation evaluation() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<List<Prediction>> decode(NDList outputs, int top) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String primaryMetric() {
      return "accuracy";
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }

    @Override
    public void save(Path folder) {}

    @Override
    public void load(Path folder) {}
  }
}
