package dev.braid.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What batches a pass gives, whatever the threads do. */
class PassTest {

  private static final Map<String, String> COLUMNS = Map.of("question", "q", "picture", "p");

  /** Noise of its own at every place, from the generator alone. */
  private static final Augmentation NOISE =
      (feature, random) -> {
        int[] values = ((Feature.Ids) feature).values().clone();
        Arrays.setAll(values, i -> values[i] * 1_000_000 + random.nextInt(1_000_000));
        return new Feature.Ids(values);
      };

  /** Three questions about each picture; questions repeat. */
  private static final List<Sample> SAMPLES =
      IntStream.range(0, 300)
          .mapToObj(
              i ->
                  new Sample(
                      "rows.csv:" + i,
                      Map.of("q", "question " + i % 7, "p", Path.of("p" + i / 3 + ".png"))))
          .toList();

  /** Yields the hash of a value; what contains "bad" cannot be read. */
  private static final class HashReader implements Reader {
    @Override
    public FeatureSpec features() {
      return new FeatureSpec(new Shape(1), 100);
    }

    @Override
    public Feature read(Object value) throws BadDataException {
      if (value.toString().contains("bad")) {
        throw new BadDataException(value + " is bad");
      }
      return new Feature.Ids(new int[] {value.toString().hashCode() % 1000});
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      throw new UnsupportedOperationException();
    }
  }

  private static Batches batches(int threads) {
    Reader reader = new HashReader();
    return new Batches(
        COLUMNS,
        Map.<String, Features>of(
            "question", new FeatureCache(reader, 1 << 20), "picture", reader::read),
        Map.of("question", List.of(NOISE), "picture", List.of(NOISE, NOISE)),
        new BrokenSamples(),
        threads);
  }

  /** Every sample with its value of an input, in the order of the batches. */
  private static List<String> seen(HostBatch batch) {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < batch.samples().size(); i++) {
      StringBuilder line = new StringBuilder(batch.samples().get(i).id());
      for (String input : List.of("question", "picture")) {
        HostBatch.Column column = batch.inputs().get(input);
        int at = column.index()[i];
        Feature feature = at < 0 ? null : column.distinct().get(at);
        line.append(' ')
            .append(feature == null ? "-" : Arrays.toString(((Feature.Ids) feature).values()));
      }
      seen.add(line.toString());
    }
    return seen;
  }

  private static List<String> all(Batches.Stream stream) throws BadDataException {
    List<String> all = new ArrayList<>();
    for (HostBatch batch = stream.next(); batch != null; batch = stream.next()) {
      all.addAll(seen(batch));
    }
    return all;
  }

  private static Pass training(List<Sample> samples, int size) {
    return Pass.of(samples, size)
        .without(new ModalityDropout(Map.of("picture", 0.3, "question", 0.2), 5))
        .augmented(11);
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws BadDataException {
    try (Batches one = batches(1);
        Batches four = batches(4)) {
      List<String> expected = all(one.of(training(SAMPLES, 16)));
      assertThat(expected).hasSize(300).anyMatch(line -> line.contains(" -"));
      assertThat(all(four.of(training(SAMPLES, 16)))).isEqualTo(expected);
    }
  }

  @Test
  void neitherOrderNorBatchesChangeWhatASampleLooksLike() throws BadDataException {
    List<Sample> shuffled = new ArrayList<>(SAMPLES);
    Collections.shuffle(shuffled, new Random(3));
    try (Batches batches = batches(2)) {
      assertThat(all(batches.of(training(shuffled, 7))))
          .containsExactlyInAnyOrderElementsOf(all(batches.of(training(SAMPLES, 16))));
    }
  }

  @Test
  void aPassCanBeTakenUpAnywhere() throws BadDataException {
    List<Sample> drawn = new ArrayList<>(SAMPLES);
    drawn.addAll(SAMPLES);
    Collections.shuffle(drawn, new Random(4));
    try (Batches batches = batches(2)) {
      List<String> whole = all(batches.of(training(drawn, 16)));
      Batches.Stream rest = batches.of(training(drawn, 16).from(160));
      assertThat(rest.position()).isEqualTo(160);
      assertThat(all(rest)).isEqualTo(whole.subList(160, 600));
      assertThat(rest.position()).isEqualTo(600);
    }
  }

  @Test
  void onePictureIsTheSameForAllItsQuestionsAndTextsDiffer() throws BadDataException {
    try (Batches batches = batches(1)) {
      HostBatch batch = batches.of(Pass.of(SAMPLES, 300).augmented(1)).next();
      assertThat(batch.inputs().get("picture").distinct()).hasSize(100);
      assertThat(batch.inputs().get("question").distinct()).hasSize(300);
      assertThat(seen(batch).stream().map(line -> line.split(" ")[1]).distinct().count())
          .as("questions changed in different ways")
          .isGreaterThan(250);
    }
  }

  @Test
  void aSampleThatIsDrawnTwiceIsChangedInTwoWays() throws BadDataException {
    Sample sample = SAMPLES.get(0);
    try (Batches batches = batches(1)) {
      HostBatch batch = batches.of(Pass.of(List.of(sample, sample), 2).augmented(1)).next();
      List<String> seen = seen(batch);
      assertThat(seen.get(0).split(" ")[1]).isNotEqualTo(seen.get(1).split(" ")[1]);
      assertThat(seen.get(0).split(" ")[2]).isNotEqualTo(seen.get(1).split(" ")[2]);
    }
  }

  @Test
  void anotherSeedChangesInAnotherWayAndNoneNotAtAll() throws BadDataException {
    try (Batches batches = batches(1)) {
      List<String> plain = all(batches.of(SAMPLES, 16));
      List<String> one = all(batches.of(Pass.of(SAMPLES, 16).augmented(1)));
      List<String> two = all(batches.of(Pass.of(SAMPLES, 16).augmented(2)));
      assertThat(one).isNotEqualTo(two);
      assertThat(plain).doesNotContainAnyElementsOf(one);
      assertThat(all(batches.of(SAMPLES, 16))).as("kept features stay").isEqualTo(plain);
    }
  }

  private static List<Sample> withBad(int... places) {
    List<Sample> samples = new ArrayList<>(SAMPLES.subList(0, 20));
    for (int place : places) {
      samples.set(place, new Sample("rows.csv:" + place, Map.of("q", "q", "p", Path.of("bad"))));
    }
    return samples;
  }

  @Test
  void aBrokenSampleFailsByDefaultAndIsNamed() {
    try (Batches batches = batches(1)) {
      Batches.Stream stream = batches.of(withBad(6), 4);
      assertThatThrownBy(() -> all(stream))
          .isInstanceOf(BadDataException.class)
          .hasMessage("rows.csv:6, input 'picture': bad is bad");
    }
  }

  @Test
  void aPassIsOverWhereOnlyBrokenSamplesAreLeftAndAskingTakesNone() throws BadDataException {
    try (Batches batches = batches(2)) {
      List<Sample> samples = withBad(1, 12, 13, 14, 15, 16, 17, 18, 19);
      Pass pass = Pass.of(samples, 4).skipping(batches.broken("train"));
      List<String> expected = all(batches.of(pass));
      Batches.Stream stream = batches.of(pass);
      List<String> seen = new ArrayList<>();
      for (int position = 0; position < 12; position += 4) {
        assertThat(stream.over()).isFalse();
        assertThat(stream.over()).isFalse();
        assertThat(stream.position()).isEqualTo(position);
        seen.addAll(seen(stream.next()));
        assertThat(stream.position()).isEqualTo(position + 4);
      }
      assertThat(stream.over()).isTrue();
      assertThat(stream.position()).isEqualTo(20);
      assertThat(stream.next()).isNull();
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void whereBrokenSamplesFailAPassDoesNotReadToKnowWhetherItIsOver() throws BadDataException {
    try (Batches batches = batches(1)) {
      Batches.Stream stream = batches.of(withBad(4), 4);
      assertThat(stream.next()).isNotNull();
      assertThat(stream.over()).isFalse();
      Batches.Stream whole = batches.of(SAMPLES, 300);
      assertThat(whole.next()).isNotNull();
      assertThat(whole.over()).isTrue();
    }
  }

  @Test
  void brokenSamplesAreLeftOutCountedOnceAndCountInThePosition() throws BadDataException {
    try (Batches batches = batches(2)) {
      BrokenSamples broken = batches.broken();
      List<Sample> samples = withBad(2, 4, 5, 6, 7, 19);
      Pass pass = Pass.of(samples, 4).skipping(batches.broken("train"));
      Batches.Stream stream = batches.of(pass);
      List<Integer> sizes = new ArrayList<>();
      List<Integer> positions = new ArrayList<>();
      for (HostBatch batch = stream.next(); batch != null; batch = stream.next()) {
        sizes.add(batch.samples().size());
        positions.add(stream.position());
      }
      assertThat(sizes).as("the batch of broken samples alone is none").containsExactly(3, 4, 4, 3);
      assertThat(positions).containsExactly(4, 12, 16, 20);
      all(batches.of(pass));
      assertThat(broken.counts()).isEqualTo(Map.of("train", Map.of("picture", 6)));
      broken.total("train", 20);
      assertThat(broken.line("train"))
          .hasValue(
              "skipped 6 of 20 train samples (picture 6); the first: rows.csv:2: input 'picture':"
                  + " bad is bad");
    }
  }

  @Test
  void aPassOfBrokenSamplesAloneHasNoBatchAndComesToItsEnd() throws BadDataException {
    try (Batches batches = batches(2)) {
      List<Sample> samples = withBad(IntStream.range(0, 20).toArray());
      Batches.Stream stream = batches.of(Pass.of(samples, 3).skipping(batches.broken("train")));
      assertThat(stream.next()).isNull();
      assertThat(stream.position()).isEqualTo(20);
    }
  }

  @Test
  void theTimeSpentWaitingIsCounted() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Features slow =
        value -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new BadDataException("interrupted", e);
          }
          return new Feature.Ids(new int[] {1});
        };
    try (Batches batches = new Batches(Map.of("picture", "p"), Map.of("picture", slow), 1)) {
      Batches.Stream stream = batches.of(SAMPLES.subList(0, 1), 1);
      assertThat(stream.waited()).isZero();
      Thread opener = new Thread(gate::countDown);
      opener.start();
      stream.next();
      opener.join();
      assertThat(stream.waited()).isPositive();
    }
  }
}
