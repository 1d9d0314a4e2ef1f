package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SketchIndexTest {

  @Test
  void elementsOfOnePlaceArePickedInRoundsOfTheirOwn() {
    assertThat(SketchIndex.of(new long[] {2, 0, 2, 2}, 3))
        .containsExactly(1, 4, 0, 4, 4, 2, 4, 4, 3);
  }

  @Test
  void withoutCollisionsOneRoundIsEnough() {
    assertThat(SketchIndex.of(new long[] {1, 3}, 4)).containsExactly(2, 0, 2, 1);
  }
}
