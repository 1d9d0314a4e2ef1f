package dev.braid.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.api.data.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalTest {

  private static final Map<String, String> COLUMNS = Map.of("question", "q", "picture", "p");
  private static final Set<String> BOTH = Set.of("question", "picture");

  /** Every fifth has no picture. */
  private static final List<Sample> SAMPLES =
      IntStream.range(0, 5000)
          .mapToObj(
              i ->
                  new Sample(
                      "rows.csv:" + i, i % 5 == 0 ? Map.of("q", i) : Map.of("q", i, "p", "p" + i)))
          .toList();

  private static double share(ModalityDropout dropout, Set<String> present, Set<String> removed) {
    return SAMPLES.stream().filter(sample -> dropout.from(sample, present).equals(removed)).count()
        / (double) SAMPLES.size();
  }

  @Test
  void eachInputIsDroppedWithItsOwnProbability() {
    ModalityDropout dropout = new ModalityDropout(Map.of("question", 0.2, "picture", 0.4), 3);
    // Both, 0.08, would leave nothing: half of these keep the one, half the other.
    assertThat(share(dropout, BOTH, Set.of())).isCloseTo(0.48, within(0.03));
    assertThat(share(dropout, BOTH, Set.of("question"))).isCloseTo(0.12 + 0.04, within(0.03));
    assertThat(share(dropout, BOTH, Set.of("picture"))).isCloseTo(0.32 + 0.04, within(0.03));
    assertThat(share(dropout, BOTH, BOTH)).isZero();
  }

  @Test
  void theOnlyInputOfASampleStays() {
    ModalityDropout dropout = new ModalityDropout(Map.of("question", 1.0, "picture", 1.0), 3);
    assertThat(share(dropout, Set.of("question"), Set.of())).isOne();
    assertThat(dropout.from(SAMPLES.get(0), Set.of())).isEmpty();
  }

  @Test
  void anInputWithoutAProbabilityAlwaysStays() {
    ModalityDropout dropout = new ModalityDropout(Map.of("picture", 0.5), 3);
    assertThat(share(dropout, BOTH, Set.of("picture"))).isCloseTo(0.5, within(0.03));
    assertThat(share(dropout, BOTH, Set.of())).isCloseTo(0.5, within(0.03));
  }

  @Test
  void theSameSeedDropsTheSameAndAnotherEpochDropsOthers() {
    Map<String, Double> rates = Map.of("picture", 0.5);
    long same = Order.seed(7, 4, 1);
    assertThat(dropped(new ModalityDropout(rates, same)))
        .isEqualTo(dropped(new ModalityDropout(rates, same)));
    Set<Sample> both = new HashSet<>(dropped(new ModalityDropout(rates, same)));
    both.retainAll(dropped(new ModalityDropout(rates, Order.seed(7, 4, 2))));
    assertThat(both.size() / 5000.0).isCloseTo(0.25, within(0.03));
  }

  private static Set<Sample> dropped(Removal removal) {
    Set<Sample> dropped = new HashSet<>();
    SAMPLES.stream().filter(s -> !removal.from(s, BOTH).isEmpty()).forEach(dropped::add);
    return dropped;
  }

  private static MissingInputs missing(Map<String, Double> fractions) {
    return new MissingInputs(SAMPLES, COLUMNS, fractions, 9);
  }

  @Test
  void anExactFractionOfThoseThatHaveAnInputLosesIt() {
    assertThat(missing(Map.of("picture", 0.30004)).counts()).containsEntry("picture", 1200);
    assertThat(dropped(missing(Map.of("picture", 0.30004))))
        .hasSize(1200)
        .allMatch(s -> s.value("p") != null);
    assertThat(dropped(missing(Map.of("picture", 1.0)))).hasSize(4000);
    assertThat(dropped(missing(Map.of("picture", 0.0)))).isEmpty();
  }

  @Test
  void whatIsMissingAtAFractionIsMissingAtEveryLargerOne() {
    assertThat(dropped(missing(Map.of("picture", 0.5))))
        .containsAll(dropped(missing(Map.of("picture", 0.3))));
  }

  @Test
  void theInputsDoNotDependOnEachOther() {
    MissingInputs alone = missing(Map.of("picture", 0.5));
    MissingInputs both = missing(Map.of("question", 0.5, "picture", 0.5));
    long pairs = 0;
    for (Sample sample : SAMPLES) {
      Set<String> removed = both.from(sample, BOTH);
      assertThat(removed.contains("picture")).isEqualTo(!alone.from(sample, BOTH).isEmpty());
      pairs += removed.equals(BOTH) ? 1 : 0;
    }
    assertThat(pairs / 4000.0).isCloseTo(0.25, within(0.03));
  }

  @Test
  void aBatchIsReadWithoutWhatWasTakenAway() throws Exception {
    FeatureCache cache = new FeatureCache(new LengthReader(), 1 << 20);
    List<Sample> two = SAMPLES.subList(1, 3);
    Removal second = (sample, present) -> sample == two.get(1) ? Set.of("picture") : Set.of();
    try (Batches batches = new Batches(Map.of("picture", "p"), Map.of("picture", cache), 1)) {
      HostBatch batch = batches.of(two, 2, second).next();
      assertThat(batch.samples()).isEqualTo(two);
      assertThat(batch.inputs().get("picture").index()).containsExactly(0, -1);
      assertThat(batch.inputs().get("picture").distinct()).hasSize(1);
    }
  }
}
