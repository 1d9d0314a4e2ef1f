package dev.braid.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {

  @Test
  void theIntervalIsWilsons() {
    Share share = Share.of(0.8, 10);
    assertThat(share.low()).isEqualTo(0.4902, within(5e-5));
    assertThat(share.high()).isEqualTo(0.9433, within(5e-5));
  }

  @Test
  void theIntervalStaysWithinNothingAndAll() {
    assertThat(Share.of(1, 5).high()).isEqualTo(1);
    assertThat(Share.of(1, 5).low()).isEqualTo(0.5655, within(5e-5));
    assertThat(Share.of(0, 5).low()).isZero();
  }
}
