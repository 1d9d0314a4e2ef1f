package dev.braid.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Against what torch.optim.lr_scheduler gave: {@code golden.py} beside {@code schedules.json}. */
class SchedulesTest {

  private static final int STEPS = 20;
  private static final ScheduleContext ALL = new ScheduleContext(STEPS, 2);

  private static double[] golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SchedulesTest.class.getResourceAsStream("schedules.json"))) {
      JsonNode values = new ObjectMapper().readTree(in).path(name);
      assertThat(values.size()).as(name).isPositive();
      double[] all = new double[values.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = values.get(i).asDouble();
      }
      return all;
    }
  }

  private static void assertGolden(String name, Schedule schedule) throws IOException {
    assertThat(LongStream.range(0, STEPS).mapToDouble(schedule::factor).toArray())
        .containsExactly(golden(name), within(1e-12));
  }

  @Test
  void linearEqualsTorch() throws IOException {
    assertGolden("linear", new Linear().create(new Linear.Options(0.1), ALL));
  }

  @Test
  void cosineEqualsTorch() throws IOException {
    assertGolden("cosine", new Cosine().create(new Cosine.Options(0.05), ALL));
  }

  @Test
  void stepEqualsTorchByEpochsAndByUpdates() throws IOException {
    assertGolden("step", new Steps().create(new Steps.Options(0.3, 3, null), ALL));
    assertGolden("step", new Steps().create(new Steps.Options(0.3, 1, 6L), ALL));
  }

  @Test
  void oneCycleEqualsTorch() throws IOException {
    assertGolden("one-cycle", new OneCycle().create(new OneCycle.Options(0.3, 25, 1e4), ALL));
  }

  @Test
  void warmUpGoesBeforeAnySchedule() throws IOException {
    ScheduleContext rest = new ScheduleContext(STEPS - 5, 2);
    assertGolden("warm cosine", Warmup.before(new Cosine().create(new Cosine.Options(0), rest), 5));
    Schedule stairs = new Steps().create(new Steps.Options(0.3, 1, 6L), ALL);
    assertGolden("warm step", Warmup.before(stairs, 4));
  }

  @Test
  void warmUpIsGivenInUpdatesOrAsAShare() {
    assertThat(new Warmup(7, 0).steps(100)).isEqualTo(7);
    assertThat(new Warmup(0, 0.25).steps(100)).isEqualTo(25);
    assertThat(new Warmup(0, 0).steps(100)).isZero();
    assertThatThrownBy(() -> new Warmup(7, 0.25)).hasMessageContaining("leave one of them out");
  }

  @Test
  void warmUpStartsWhereTheScheduleStarts() {
    Schedule cycle = new OneCycle().create(new OneCycle.Options(0.3, 25, 1e4), ALL);
    Schedule warm = Warmup.before(cycle, 3);
    assertThat(warm.factor(0)).isCloseTo(1 / 25.0 / 4, within(1e-12));
    assertThat(warm.factor(3)).isEqualTo(cycle.factor(0));
  }

  @Test
  void plateauEqualsTorchInBothDirections() throws IOException {
    for (boolean higher : new boolean[] {true, false}) {
      Schedule plateau =
          Warmup.before(new Plateau().create(new Plateau.Options(0.5, 1, 0.01, 2, 0.3), ALL), 2);
      double[] measures = golden("measures");
      double[] factors = golden(higher ? "plateau max" : "plateau min");
      for (int i = 0; i < measures.length; i++) {
        plateau.measured(higher ? measures[i] : 1 / measures[i], higher);
        assertThat(plateau.factor(2 + i)).as("after %d", i + 1).isCloseTo(factors[i], within(1e-9));
      }
    }
  }

  @Test
  void aMeasureThatIsNoNumberIsNoGain() {
    Schedule plateau = new Plateau().create(new Plateau.Options(0.5, 0, 0, 0, 0), ALL);
    plateau.measured(Double.NaN, true);
    assertThat(plateau.factor(0)).isEqualTo(0.5);
    plateau.measured(-3, true);
    assertThat(plateau.factor(0)).isEqualTo(0.5);
  }
}
