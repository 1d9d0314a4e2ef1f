package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CadenceTest {

  private final AtomicLong clock = new AtomicLong();

  private Cadence cadence(Long steps, Integer epochs, Double minutes) {
    return new Cadence(new CheckpointOptions(steps, epochs, minutes, 1), clock::get);
  }

  private static List<Long> due(Cadence cadence) {
    return LongStream.rangeClosed(1, 10).filter(cadence::dueAfterStep).boxed().toList();
  }

  @Test
  void bySteps() {
    assertThat(due(cadence(4L, null, null))).containsExactly(4L, 8L);
    assertThat(due(cadence(null, 1, null))).isEmpty();
  }

  @Test
  void byEpochs() {
    Cadence cadence = cadence(null, 2, null);
    assertThat(cadence.dueAfterEpoch(1)).isFalse();
    assertThat(cadence.dueAfterEpoch(2)).isTrue();
    assertThat(cadence(1L, null, null).dueAfterEpoch(2)).isFalse();
  }

  @Test
  void byMinutesSinceTheLast() {
    Cadence cadence = cadence(null, null, 0.5);
    assertThat(cadence.dueAfterStep(1)).isFalse();
    clock.addAndGet(30_000_000_000L);
    assertThat(cadence.dueAfterStep(2)).isTrue();
    cadence.saved();
    assertThat(cadence.dueAfterStep(3)).isFalse();
    clock.addAndGet(29_000_000_000L);
    assertThat(cadence.dueAfterStep(4)).isFalse();
  }
}
