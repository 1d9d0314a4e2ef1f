package dev.braid.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowTest {

  @Test
  void aDescriptionIsReadLineByLine() {
    Flow flow =
        Flow.of(
            """
            a = x = 1 [B, D] | . | b = *latents
            [layers times
            c = mix
            ]
            a > c ~> b
            """);
    assertThat(flow.rows())
        .extracting(row -> row.size())
        .as("boxes and empty places of each row")
        .containsExactly(3, 1);
    assertThat(flow.rows().get(0).get(0)).isEqualTo(new Flow.Box("a", "x = 1", "[B, D]", false));
    assertThat(flow.rows().get(0).get(1)).isNull();
    assertThat(flow.rows().get(0).get(2)).isEqualTo(new Flow.Box("b", "latents", "", true));
    assertThat(flow.repeats()).containsExactly(new Flow.Repeat(1, 1, "layers times"));
    assertThat(flow.arrows())
        .containsExactly(new Flow.Arrow("a", "c", false), new Flow.Arrow("c", "b", true));
  }

  @ParameterizedTest
  @CsvSource({
    "a = x; a > b, flow: arrow from 'a' to 'b'",
    "a = x | y, flow: no box in 'y'",
    "a = x | a = y, flow: two boxes 'a'",
    "[layers; a = x, flow: '[layers' has no ']'",
    "a = x; a, flow: 'a' is neither a row nor an arrow",
    "a = x; ], flow: ']' is neither a row nor an arrow"
  })
  void whatIsNotUnderstoodIsNamed(String text, String message) {
    assertThatThrownBy(() -> Flow.of(text.replace("; ", "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
