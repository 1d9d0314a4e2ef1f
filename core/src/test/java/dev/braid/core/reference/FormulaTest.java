package dev.braid.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.model.FusionInputs;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {

  /** Inputs a, b, c of widths 2, 3, 5 and lengths 7, 1, 4; b is the main one. */
  private static Quantities quantities() throws SpecException {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("a", 2);
    widths.put("b", 3);
    widths.put("c", 5);
    return Quantities.of(
        SpecReader.parse(
            "{width: 10, hidden: [6], bias: true, norm: false, main: b, rate: 0.5, act: null}",
            "options"),
        new FusionInputs(widths),
        Map.of("a", 7, "c", 4));
  }

  @ParameterizedTest
  @CsvSource({
    "1 + 2 · 3 − 4 / 2, 5",
    "10 − 2 − 3, 5",
    "(1 + 2) · 3, 9",
    "2 · 3² + 2³, 26",
    "2^(N + 1), 16",
    "⌈7 / 2⌉ · 2, 8",
    "width · hidden, 60",
    "bias + norm, 1",
    "rate, 0.5",
    "N, 3",
    "D, 10",
    "T, 12",
    "d_main · T_1, 21",
    "d_3 − d_2, 2",
    "Σ_m d_m · width, 100",
    "Σ_m d_m · width + 1, 101",
    "2 · Σ_m (d_m + 1), 26",
    "Σ_m T_m · (T − T_m), 78",
    "Σ_o d_o, 7",
    "Σ_ab d_a · d_b, 31",
    "Π_m (d_m + 1) · 2, 144"
  })
  void aFormulaHasItsValue(String formula, double value) throws SpecException {
    assertThat(Formula.of(formula).value(quantities())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 +", "(1", "1)", "2 3", "⌈1", "· 2", "width * 2"})
  void whatIsNoFormulaIsRefused(String text) {
    assertThatThrownBy(() -> Formula.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("formula '" + text + "': not understood at ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wdth", "act", "Σ_x d_x", "d_m"})
  void aNameThatStandsForNothingIsRefused(String text) throws SpecException {
    Quantities quantities = quantities();
    assertThatThrownBy(() -> Formula.of(text).value(quantities))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("formula: no");
  }
}
