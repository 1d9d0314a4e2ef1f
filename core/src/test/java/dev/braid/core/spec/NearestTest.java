package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> FUSIONS =
      List.of("concat", "cross-attention", "gated-sum", "mutan", "sum", "tensor");

  @Test
  void misspeltNamesFindTheirOwn() {
    assertThat(Nearest.of("concatt", FUSIONS)).containsExactly("concat");
    assertThat(Nearest.of("mutna", FUSIONS)).containsExactly("mutan");
    assertThat(Nearest.of("cross_atention", FUSIONS)).containsExactly("cross-attention");
    assertThat(Nearest.of("Tensor", FUSIONS)).containsExactly("tensor");
  }

  @Test
  void beginningsAndPartsCount() {
    assertThat(Nearest.of("cross", FUSIONS)).containsExactly("cross-attention");
    assertThat(Nearest.of("attention", FUSIONS)).containsExactly("cross-attention");
  }

  @Test
  void theNearestComesFirst() {
    assertThat(Nearest.of("sums", FUSIONS)).startsWith("sum");
    assertThat(Nearest.first("tensors", FUSIONS))
        .containsExactly("tensor", "concat", "cross-attention", "gated-sum", "mutan", "sum");
  }

  @Test
  void farNamesAreNotSuggested() {
    assertThat(Nearest.of("zebra", FUSIONS)).isEmpty();
    assertThat(Nearest.of("x", List.of("y", "a"))).isEmpty();
    assertThat(Nearest.of("", FUSIONS)).isEmpty();
    assertThat(Nearest.of("s".repeat(1 << 20), FUSIONS)).isEmpty();
  }
}
