package dev.braid.core.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.TrainingOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalanceOptionsTest {

  private static BalanceOptions bind(String balance) throws Exception {
    ProblemList problems = new ProblemList();
    Node.MapNode node = SpecReader.parse("balance: " + balance, "spec.yaml");
    var bound =
        OptionRecords.bind(
            node, TrainingOptions.class, "training", "training", List.of(), problems);
    problems.throwIfAny();
    return bound.value().balance();
  }

  @Test
  void withoutALineThereIsNone() throws Exception {
    assertThat(bind("null")).isNull();
  }

  @Test
  void aMethodHasDefaults() throws Exception {
    assertThat(bind("{auxiliary: {}}").auxiliary().weight()).isEqualTo(0.3);
    assertThat(bind("{ogm_ge: {}}").ogmGe())
        .isEqualTo(new BalanceOptions.OgmGe(0.5, true, 1, null));
    assertThat(bind("{gradient_blending: {}}").gradientBlending())
        .isEqualTo(new BalanceOptions.GradientBlending(3, 0.1, 0.1));
  }

  @Test
  void modulationGoesWithAuxiliaryLosses() throws Exception {
    BalanceOptions both = bind("{auxiliary: {weight: 0.1}, ogm_ge: {alpha: 0.2}}");
    assertThat(both.auxiliary().weight()).isEqualTo(0.1);
    assertThat(both.ogmGe().alpha()).isEqualTo(0.2);
    assertThat(both.detached()).isFalse();
    assertThat(bind("{ogm_ge: {}}").detached()).isTrue();
  }

  @Test
  void modulationActsInItsEpochsOnly() {
    BalanceOptions.OgmGe some = new BalanceOptions.OgmGe(0.5, true, 2, 3);
    assertThat(List.of(some.acts(1), some.acts(2), some.acts(3), some.acts(4)))
        .containsExactly(false, true, true, false);
    assertThat(new BalanceOptions.OgmGe(0.5, true, 2, null).acts(99)).isTrue();
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> bind("{}"))
        .hasMessageContaining("training.balance")
        .hasMessageContaining("names no method; known: auxiliary, gradient_blending, ogm_ge");
    assertThatThrownBy(() -> bind("{auxiliary: {}, gradient_blending: {}}"))
        .hasMessageContaining("training.balance")
        .hasMessageContaining("leave one out");
    assertThatThrownBy(() -> bind("{ogm_ge: {from_epoch: 5, to_epoch: 4}}"))
        .hasMessageContaining("training.balance.ogm_ge")
        .hasMessageContaining("to_epoch (4) lies before from_epoch (5)");
    assertThatThrownBy(() -> bind("{ogm-ge: {}}")).hasMessageContaining("did you mean 'ogm_ge'");
  }
}
