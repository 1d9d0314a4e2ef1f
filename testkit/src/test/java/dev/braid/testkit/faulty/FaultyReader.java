package dev.braid.testkit.faulty;

import ai.djl.ndarray.NDManager;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.encoders.text.TextReader;
import dev.braid.testkit.ReaderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The built-in reader of text, made worse. */
final class FaultyReader implements ReaderFactory<FaultyReader.Options> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    OTHER_SHAPE("whatItDeclaresIsWhatItYields"),
    BATCH_COUNTS("aSamplesFeaturesDoNotDependOnTheBatch"),
    BOUND_TO_A_THREAD("severalThreadsReadTheSame"),
    ABSENT_AS_BEFORE("absentSamplesAreZerosAndNotPresent"),
    MANAGER_OF_ITS_OWN("aBatchBelongsToTheManagerItIsGiven"),
    OTHER_EXCEPTION("whatCannotBeReadIsBadData"),
    VAGUE_MESSAGE("whatCannotBeReadIsBadData"),
    SHORT_ORIGINAL("valuesCanBeShown"),
    FORGETS("aReaderThatIsLoadedReadsTheSame"),
    LEARNS_WHILE_READING("readingTeachesNothing");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends ReaderContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected ReaderFactory<Options> factory() {
      return new FaultyReader();
    }

    @Override
    protected Options options() {
      return new Options(fault);
    }

    @Override
    protected List<Object> values(Path folder) {
      return List.of("one", "one and two", "two and three", "four");
    }

    @Override
    protected Map<Object, String> unreadable(Path folder) {
      return Map.of(" ", "no words");
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "reader with one fault";
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
    return new FeatureSpec(
        new ai.djl.ndarray.types.Shape(options.fault() == Fault.OTHER_SHAPE ? 4 : -1), 0);
  }

  @Override
  public Reader create(Options options) {
    TextReader.Options text = new TextReader.Options(true, 1, null, 64);
    return new Words(options.fault(), new TextReader().create(text));
  }

  private static final class Words implements Reader {
    private final Fault fault;
    private final Reader text;
    private final Thread maker = Thread.currentThread();
    private int read;

    Words(Fault fault, Reader text) {
      this.fault = fault;
      this.text = text;
    }

    @Override
    public void fit(Iterable<Object> values) throws BadDataException {
      text.fit(values);
    }

    @Override
    public FeatureSpec features() {
      FeatureSpec spec = text.features();
      int more = fault == Fault.LEARNS_WHILE_READING ? read : 0;
      return new FeatureSpec(spec.shape(), spec.classes() + more);
    }

    @Override
    public Feature read(Object value) throws BadDataException {
      read++;
      if (fault == Fault.BOUND_TO_A_THREAD && Thread.currentThread() != maker) {
        return new Feature.Ids(new int[] {1});
      }
      try {
        return text.read(fault == Fault.OTHER_EXCEPTION ? (String) value : value);
      } catch (BadDataException e) {
        throw fault == Fault.VAGUE_MESSAGE ? new BadDataException("bad data", e) : e;
      }
    }

    @Override
    public long[] original(Object value, Feature feature) throws BadDataException {
      return fault == Fault.SHORT_ORIGINAL ? new long[1] : text.original(value, feature);
    }

    @Override
    public InputBatch batch(List<? extends Feature> features, NDManager manager) {
      List<Feature> all = new ArrayList<>();
      for (Feature feature : features) {
        boolean copy = fault == Fault.ABSENT_AS_BEFORE && feature == null && !all.isEmpty();
        all.add(copy ? all.get(all.size() - 1) : feature);
      }
      boolean own = fault == Fault.MANAGER_OF_ITS_OWN;
      InputBatch batch = text.batch(all, own ? manager.newSubManager() : manager);
      return fault == Fault.BATCH_COUNTS
          ? new InputBatch(batch.values().minimum(all.size()), batch.mask(), batch.present())
          : batch;
    }

    @Override
    public void save(Path folder) throws IOException {
      if (fault != Fault.FORGETS) {
        text.save(folder);
      }
    }

    @Override
    public void load(Path folder) throws IOException {
      if (fault != Fault.FORGETS) {
        text.load(folder);
      }
    }
  }
}
