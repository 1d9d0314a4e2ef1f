package dev.braid.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.api.data.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalancedOrderTest {

  private static final List<Sample> SAMPLES =
      IntStream.range(0, 6000)
          .mapToObj(i -> new Sample("s" + i, Map.of("class", i % 20 == 0 ? "rare" : "common")))
          .toList();
  private static final List<String> CLASSES =
      SAMPLES.stream().map(sample -> String.valueOf(sample.value("class"))).toList();

  private static List<Sample> draw(long seed) {
    return Order.balanced(SAMPLES, CLASSES, SAMPLES.size(), seed);
  }

  @Test
  void everyClassIsDrawnAsOftenAndTheLengthStays() {
    List<Sample> drawn = draw(1);
    assertThat(drawn).hasSize(6000);
    long rare = drawn.stream().filter(sample -> "rare".equals(sample.value("class"))).count();
    assertThat(rare / 6000.0).isCloseTo(0.5, within(0.03));
    assertThat(new HashSet<>(drawn)).as("samples drawn, with replacement").hasSizeLessThan(4000);
  }

  @Test
  void theSeedAloneDecides() {
    assertThat(draw(1)).isEqualTo(draw(1));
    assertThat(draw(1)).isNotEqualTo(draw(2));
  }
}
