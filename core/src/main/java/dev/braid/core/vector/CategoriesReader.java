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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reader {@code categories}: a 1 for the category of each column and 0 for all others. One that
 * is missing or was not seen in the train split is 0 throughout.
 */
public final class CategoriesReader implements ReaderFactory<CategoriesReader.Options> {

  /** Options of {@code categories}. */
  public record Options(
      @Option(
              value = "at most so many categories of a column, the most frequent in train",
              byDefault = "100",
              min = 1,
              max = 1e6)
          int most) {}

  @Override
  public String type() {
    return "categories";
  }

  @Override
  public String description() {
    return "categories as zeros and a one: a column of a table, or several as one input";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return VectorReader.VECTOR;
  }

  @Override
  public boolean readsSeveral() {
    return true;
  }

  @Override
  public FeatureSpec features(Options options) {
    return new FeatureSpec(new Shape(0), 0);
  }

  @Override
  public Reader create(Options options) {
    return new OneHot(options.most());
  }

  /** The categories of a raw value, null where one is missing. */
  static List<@Nullable String> cells(Object value) throws BadDataException {
    List<?> given = List.of(value);
    if (value instanceof Map<?, ?> map) {
      given = new ArrayList<>(map.values());
    } else if (value instanceof List<?> list) {
      given = list;
    }
    List<@Nullable String> cells = new ArrayList<>();
    for (Object one : given) {
      if (one != null
          && !(one instanceof String || one instanceof Number || one instanceof Boolean)) {
        throw new BadDataException(
            "a category is a text, a number or true or false, not %s"
                .formatted(one instanceof Path ? "a file" : "several of these"));
      }
      String text = one == null ? "" : one.toString().strip();
      cells.add(text.isEmpty() ? null : text);
    }
    if (cells.stream().allMatch(cell -> cell == null)) {
      throw new BadDataException(
          "there is no category in it; leave it out, then the input counts as missing");
    }
    return cells;
  }

  private static final class OneHot implements Reader {

    private final int most;
    private @Nullable Categories learned;

    OneHot(int most) {
      this.most = most;
    }

    private Categories categories() {
      if (learned == null) {
        throw new IllegalStateException("the reader has not learned yet: call fit or load");
      }
      return learned;
    }

    @Override
    public void fit(Iterable<Object> values) throws BadDataException {
      learned = Categories.learn(values, most);
    }

    @Override
    public FeatureSpec features() {
      return new FeatureSpec(new Shape(learned == null ? 0 : learned.size()), 0);
    }

    @Override
    public Feature read(Object value) throws BadDataException {
      float[] features = new float[categories().size()];
      for (int place : categories().places(cells(value))) {
        features[place] = 1;
      }
      return new Feature.Floats(features, features.length);
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      return Floats.batch(features, features().shape(), manager);
    }

    @Override
    public void save(Path folder) throws IOException {
      categories().save(folder);
    }

    @Override
    public void load(Path folder) throws IOException {
      learned = Categories.load(folder);
    }
  }
}
