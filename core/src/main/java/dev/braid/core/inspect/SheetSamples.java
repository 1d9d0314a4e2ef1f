package dev.braid.core.inspect;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.core.check.InputPlan;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.data.Pass;
import dev.braid.core.experiment.Pipeline;
import dev.braid.core.train.EpochPass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses samples by the seed of the spec and reads them as training does; what augmentation makes
 * of them is what the first epochs will see, to the bit.
 */
public final class SheetSamples {

  /** So many epochs are shown of what is augmented. */
  static final int EPOCHS = 3;

  private static final int CHOICE = 41;

  private final Subject subject;
  private final @Nullable String target;

  SheetSamples(Subject subject) {
    this.subject = subject;
    target = Pipeline.target(subject.spec());
  }

  /** A sample. */
  public record Card(String id, @Nullable String target, List<Field> fields) {}

  /**
   * An input of a sample.
   *
   * @param value the text of the sample, where the tokens do not say all of it; otherwise null
   * @param read null where it is missing
   * @param cut how much of a sequence the reader cut off
   * @param augmented by epoch, where it is augmented in training
   */
  public record Field(
      String name, @Nullable String value, @Nullable Shown read, long cut, List<Shown> augmented) {}

  /** About half of train, the rest of the other splits; by split. */
  Map<String, List<Card>> choose(int samples) throws BadDataException, IOException {
    Map<String, List<Sample>> splits = subject.data().splits();
    long others = splits.values().stream().skip(1).filter(split -> !split.isEmpty()).count();
    int rest = others == 0 ? 0 : samples / 2;
    Map<String, List<Card>> cards = new LinkedHashMap<>();
    try (Batches batches = Pipeline.batches(subject.spec(), subject.readers())) {
      int number = 0;
      int split = 0;
      for (Map.Entry<String, List<Sample>> entry : splits.entrySet()) {
        if (!entry.getValue().isEmpty()) {
          boolean train = split == 0;
          int wanted =
              train ? samples - rest : (int) (rest / others + (number++ < rest % others ? 1 : 0));
          long seed = Order.seed(subject.spec().training().seed(), CHOICE, split);
          List<Sample> order = Order.shuffled(entry.getValue(), null, seed);
          cards.put(entry.getKey(), wanted == 0 ? List.of() : cards(batches, order, wanted, train));
        }
        split++;
      }
    }
    return cards;
  }

  private List<Card> cards(Batches batches, List<Sample> order, int wanted, boolean train)
      throws BadDataException, IOException {
    List<HostBatch> read = new ArrayList<>();
    List<Sample> chosen = new ArrayList<>();
    Batches.Stream stream = batches.of(Pass.of(order, wanted).skipping(broken -> {}));
    for (HostBatch batch = stream.next();
        batch != null && chosen.size() < wanted;
        batch = stream.next()) {
      read.add(batch);
      chosen.addAll(batch.samples());
    }
    List<Sample> shown = chosen.subList(0, Math.min(wanted, chosen.size()));
    List<HostBatch> epochs = train && !shown.isEmpty() ? epochs(batches, shown) : List.of();
    List<Card> cards = new ArrayList<>();
    for (HostBatch batch : read) {
      for (int i = 0; i < batch.samples().size() && cards.size() < shown.size(); i++) {
        cards.add(card(batch, i, epochs, cards.size()));
      }
    }
    return cards;
  }

  private List<HostBatch> epochs(Batches batches, List<Sample> samples) throws BadDataException {
    List<HostBatch> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      long seed = EpochPass.augmentation(subject.spec().training(), epoch);
      Pass pass = Pass.of(samples, samples.size()).augmented(seed);
      epochs.add(Objects.requireNonNull(batches.of(pass).next()));
    }
    return epochs;
  }

  private Card card(HostBatch batch, int place, List<HostBatch> epochs, int number)
      throws BadDataException, IOException {
    Sample sample = batch.samples().get(place);
    List<Field> fields = new ArrayList<>();
    for (InputPlan plan : subject.spec().inputs().values()) {
      Reader reader = Objects.requireNonNull(subject.readers().get(plan.name()));
      Feature feature = feature(batch, plan.name(), place);
      List<Shown> augmented = new ArrayList<>();
      if (feature != null && !plan.augment().isEmpty()) {
        for (HostBatch epoch : epochs) {
          augmented.add(
              Shown.of(Objects.requireNonNull(feature(epoch, plan.name(), number)), reader));
        }
      }
      fields.add(field(plan.name(), sample.value(plan.column()), feature, reader, augmented));
    }
    Object truth = target == null ? null : sample.value(target);
    return new Card(sample.id(), truth == null ? null : truth.toString(), fields);
  }

  private static Field field(
      String name,
      @Nullable Object value,
      @Nullable Feature feature,
      Reader reader,
      List<Shown> augmented)
      throws BadDataException, IOException {
    if (value == null || feature == null) {
      return new Field(name, null, null, 0, augmented);
    }
    Shown read = Shown.of(feature, reader);
    long[] size = feature.dimensions();
    long cut = size.length == 1 ? reader.original(value, feature)[0] - size[0] : 0;
    boolean whole =
        cut == 0 && read.tokens().stream().noneMatch(token -> token.style().equals("unknown"));
    return new Field(name, whole ? null : value.toString(), read, cut, augmented);
  }

  private static @Nullable Feature feature(HostBatch batch, String input, int place) {
    HostBatch.Column column = Objects.requireNonNull(batch.inputs().get(input));
    int index = column.index()[place];
    return index < 0 ? null : column.distinct().get(index);
  }
}
