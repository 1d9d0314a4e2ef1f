package dev.braid.core.vector;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader {@code vector}: see {@link Options}. */
public final class VectorReader implements ReaderFactory<VectorReader.Options> {

  /** A vector of numbers per sample. */
  public static final Modality VECTOR = new Modality("vector");

  /**
   * Options of {@code vector}.
   *
   * @param presence makes the features {@code [2, N]}: the numbers, then 1 for each that is there
   */
  public record Options(
      @Option(
              value = "whether each number is given in deviations from its mean in the train split",
              byDefault = "true")
          boolean standardise,
      @Option(
              value =
                  "whether the model is told which numbers are there; one that is missing has"
                      + " its mean either way",
              byDefault = "false")
          boolean presence) {}

  @Override
  public String type() {
    return "vector";
  }

  @Override
  public String description() {
    return "several numbers as one input: columns of a table, a list or a text of numbers";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return VECTOR;
  }

  @Override
  public boolean readsSeveral() {
    return true;
  }

  @Override
  public FeatureSpec features(Options options) {
    return features(options, 0);
  }

  private static FeatureSpec features(Options options, int size) {
    return new FeatureSpec(options.presence() ? new Shape(2, size) : new Shape(size), 0);
  }

  @Override
  public Reader create(Options options) {
    return new Vectors(options);
  }

  private static final class Vectors implements Reader {

    private final Options options;
    private @Nullable Scales learned;

    Vectors(Options options) {
      this.options = options;
    }

    private Scales scales() {
      if (learned == null) {
        throw new IllegalStateException("the reader has not learned yet: call fit or load");
      }
      return learned;
    }

    @Override
    public void fit(Iterable<Object> values) throws BadDataException {
      learned = Scales.learn(values);
    }

    @Override
    public FeatureSpec features() {
      return VectorReader.features(options, learned == null ? 0 : learned.size());
    }

    @Override
    public Feature read(Object value) throws BadDataException {
      Scales scales = scales();
      double[] numbers = scales.inOrder(Row.of(value));
      int size = numbers.length;
      float[] features = new float[options.presence() ? 2 * size : size];
      for (int i = 0; i < size; i++) {
        boolean there = !Double.isNaN(numbers[i]);
        double number = there ? numbers[i] : scales.means()[i];
        features[i] =
            (float)
                (options.standardise()
                    ? (number - scales.means()[i]) / scales.deviations()[i]
                    : number);
        if (options.presence()) {
          features[size + i] = there ? 1 : 0;
        }
      }
      return new Feature.Floats(features, features().shape().getShape());
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      return Floats.batch(features, features().shape(), manager);
    }

    @Override
    public void save(Path folder) throws IOException {
      scales().save(folder);
    }

    @Override
    public void load(Path folder) throws IOException {
      learned = Scales.load(folder);
    }
  }
}
