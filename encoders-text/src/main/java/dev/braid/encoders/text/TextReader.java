package dev.braid.encoders.text;

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
import dev.braid.api.data.SpecialIds;
import dev.braid.api.text.Tokenizer;
import dev.braid.api.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reader {@code text}: words of a vocabulary that is learned from the train split. */
public final class TextReader implements ReaderFactory<TextReader.Options> {

  /** Options of {@code text}. */
  public record Options(
      @Option(value = "fold capital letters", byDefault = "true") boolean lowercase,
      @Option(value = "words seen less often become <unk>", byDefault = "1", min = 1, max = 1e9)
          int minFrequency,
      @Option(value = "most words, <pad> and <unk> counted", min = 3, max = 1e7)
          @Nullable Integer maxSize,
      @Option(value = "words kept of a text", byDefault = "64", min = 1, max = 100000)
          int maxLength) {}

  @Override
  public String type() {
    return "text";
  }

  @Override
  public String description() {
    return "words of a vocabulary learned from the train split";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public FeatureSpec features(Options options) {
    return new FeatureSpec(new Shape(-1), 0);
  }

  @Override
  public Reader create(Options options) {
    return new Words(options);
  }

  private static final class Words implements Reader {
    private final Options options;
    private final Tokenizer tokenizer;
    private @Nullable Vocabulary vocabulary;

    Words(Options options) {
      this.options = options;
      this.tokenizer = new Tokenizer(options.lowercase());
    }

    @Override
    public void fit(Iterable<Object> values) throws BadDataException {
      Map<String, Integer> counts = new HashMap<>();
      for (Object value : values) {
        tokenizer.split(text(value)).forEach(word -> counts.merge(word, 1, Integer::sum));
      }
      vocabulary = Vocabulary.of(counts, List.of(), options.minFrequency(), options.maxSize());
    }

    @Override
    public FeatureSpec features() {
      return new FeatureSpec(new Shape(-1), vocabulary().size());
    }

    @Override
    public SpecialIds special() {
      return new SpecialIds(Set.of(Vocabulary.PAD), Vocabulary.UNKNOWN);
    }

    @Override
    public Feature read(Object value) throws BadDataException {
      List<String> words = tokenizer.split(text(value));
      if (words.isEmpty()) {
        throw new BadDataException(
            "the text is empty or has no words: \"%s\"; remove the sample or leave the value out (a missing input is allowed)"
                .formatted(value));
      }
      return new Feature.Ids(
          words.stream().limit(options.maxLength()).mapToInt(vocabulary()::id).toArray());
    }

    @Override
    public long[] original(Object value, Feature feature) throws BadDataException {
      long[] read = feature.dimensions();
      return read[0] < options.maxLength()
          ? read
          : new long[] {tokenizer.split(text(value)).size()};
    }

    @Override
    public String token(int id) {
      return vocabulary().word(id);
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      int length = 1;
      for (Feature feature : features) {
        length = Math.max(length, feature instanceof Feature.Ids ids ? ids.values().length : 1);
      }
      long[] ids = new long[features.size() * length];
      boolean[] mask = new boolean[ids.length];
      boolean[] present = new boolean[features.size()];
      for (int i = 0; i < present.length; i++) {
        if (features.get(i) instanceof Feature.Ids words) {
          present[i] = true;
          for (int t = 0; t < words.values().length; t++) {
            ids[i * length + t] = words.values()[t];
            mask[i * length + t] = true;
          }
        }
      }
      Shape shape = new Shape(features.size(), length);
      return new InputBatch(
          manager.create(ids, shape), manager.create(mask, shape), manager.create(present));
    }

    @Override
    public void save(Path folder) throws IOException {
      vocabulary().save(folder.resolve("vocabulary.txt"));
    }

    @Override
    public void load(Path folder) throws IOException {
      vocabulary = Vocabulary.load(folder.resolve("vocabulary.txt"), List.of());
    }

    private static String text(Object value) throws BadDataException {
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        return value.toString();
      }
      throw new BadDataException(
          "a text is a string, a number or true or false, not %s; name another column or join its values"
              .formatted(
                  value instanceof List || value instanceof Map
                      ? "a list"
                      : "a " + value.getClass().getSimpleName()));
    }

    private Vocabulary vocabulary() {
      if (vocabulary == null) {
        throw new IllegalStateException("the vocabulary is not learned yet: call fit or load");
      }
      return vocabulary;
    }
  }
}
