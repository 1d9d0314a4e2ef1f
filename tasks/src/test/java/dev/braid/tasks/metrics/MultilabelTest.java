package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MultilabelTest {

  /** Class 0: one found of two, one too much; class 1: found; class 2: never true, never said. */
  private static Multilabel counted() {
    Multilabel counts = new Multilabel(3);
    counts.add(new boolean[] {true, true, false}, new boolean[] {true, true, false});
    counts.add(new boolean[] {true, false, false}, new boolean[] {false, false, false});
    counts.add(new boolean[] {false, false, false}, new boolean[] {true, false, false});
    return counts;
  }

  @Test
  void aSampleIsRightOnlyAsAWhole() {
    assertThat(counted().subsetAccuracy()).isEqualTo(1 / 3.0);
    assertThat(counted().samples()).isEqualTo(3);
    assertThat(new Multilabel(2).subsetAccuracy()).isZero();
  }

  @Test
  void scoresFollowFromTheCountsOfEachClass() {
    Multilabel counts = counted();
    assertThat(counts.of(0)).isEqualTo(new Scores(0.5, 0.5, 0.5));
    assertThat(counts.of(1)).isEqualTo(new Scores(1, 1, 1));
    assertThat(counts.of(2)).isEqualTo(new Scores(0, 0, 0));
    assertThat(counts.micro()).isEqualTo(new Scores(2 / 3.0, 2 / 3.0, 2 / 3.0));
    assertThat(counts.macro()).isEqualTo(new Scores(0.5, 0.5, 0.5));
    assertThat(counts.weighted()).isEqualTo(new Scores(2 / 3.0, 2 / 3.0, 2 / 3.0));
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new Multilabel(2).add(new boolean[2], new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 and 3 classes of 2");
  }
}
