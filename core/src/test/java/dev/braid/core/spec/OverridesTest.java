package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final String SPEC =
      """
      name: shapes
      inputs:
        question: {modality: text, encoder: {type: lstm, width: 256}}
      fusion: concat
      training: {epochs: 3, sizes: [1, 2]}
      """;

  private static String apply(String... overrides) throws SpecException {
    return SpecWriter.write(Overrides.apply(SpecReader.parse(SPEC, "m.yaml"), List.of(overrides)));
  }

  private static void assertRefused(String message, String... overrides) {
    assertThatThrownBy(() -> apply(overrides))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }

  @Test
  void aValueReplacesWhatStoodThere() throws SpecException {
    assertThat(apply("training.epochs=20")).contains("epochs: 20\n");
  }

  @Test
  void aNamedPartReplacesThePartWithItsOptions() throws SpecException {
    assertThat(apply("inputs.question.encoder=gru"))
        .contains("encoder: gru\n")
        .doesNotContain("256");
    assertThat(apply("inputs.question.encoder={type: gru}"))
        .contains("      type: gru\n")
        .doesNotContain("256");
  }

  @Test
  void anOptionOfAPartWrittenShortMakesItAMapping() throws SpecException {
    assertThat(apply("fusion.heads=8")).contains("fusion:\n  type: concat\n  heads: 8\n");
  }

  @Test
  void laterOverridesSeeEarlierOnes() throws SpecException {
    assertThat(apply("fusion=mutan", "fusion.rank=5"))
        .contains("fusion:\n  type: mutan\n  rank: 5\n");
  }

  @Test
  void nullTakesAKeyAway() throws SpecException {
    assertThat(apply("training.epochs=null", "fusion=null"))
        .doesNotContain("epochs")
        .doesNotContain("fusion");
  }

  @Test
  void sectionsThatAreNotThereAreMade() throws SpecException {
    assertThat(apply("training.optimizer.learning_rate=1e-4"))
        .contains("  optimizer:\n    learning_rate: 1e-4\n");
  }

  @Test
  void eachValueKnowsItsOverride() throws SpecException {
    Node.MapNode tree =
        Overrides.apply(SpecReader.parse(SPEC, "m.yaml"), List.of("name=x", "fusion={a: [1]}"));
    assertThat(tree.get("name").position()).hasToString("override 1");
    Node.Entry a = ((Node.MapNode) tree.get("fusion")).entries().get("a");
    assertThat(a.keyPosition()).hasToString("override 2");
    assertThat(a.value().position()).hasToString("override 2");
  }

  @Test
  void whatIsNoAssignmentIsRefusedByItsNumber() {
    String rest = " is not a change to the spec; write key=value, such as training.epochs=20";
    assertRefused("override 2: 'foo'" + rest, "name=x", "foo");
    assertRefused("override 1: '=x'" + rest, "=x");
    assertRefused("override 1: 'a..b=x'" + rest, "a..b=x");
  }

  @Test
  void anEmptyValueIsNotTakenForNull() {
    assertRefused(
        "override 1 training.epochs: has no value; 'training.epochs=null' takes the key away",
        "training.epochs=");
  }

  @Test
  void noKeyCanBeSetWithinAScalarOrAList() {
    assertRefused(
        "override 2 training.epochs: is 3 and has no keys to set", "name=x", "training.epochs.a=1");
    assertRefused(
        "override 1 training.sizes: is a list and has no keys to set; give the whole list",
        "training.sizes.a=1");
    assertRefused("override 1 name: is the text 'shapes' and has no keys to set", "name.a=1");
  }

  @Test
  void aBrokenValueIsRefusedInOneLine() {
    assertRefused("override 1: the key 'a' is here for the second time", "fusion={a: 1, a: 2}");
    assertThatThrownBy(() -> apply("fusion={a: 1"))
        .hasMessageMatching("override 1: not YAML: [^\n]+");
  }

  @Test
  void allBrokenOverridesAreReportedAtOnce() {
    assertThatThrownBy(() -> apply("foo", "name=x", "bar"))
        .satisfies(e -> assertThat(((SpecException) e).problems()).hasSize(2));
  }
}
