package dev.braid.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecChangesTest {

  private static List<String> between(String before, String after) throws SpecException {
    return SpecChanges.between(
            SpecReader.parse(before, "a.yaml"), SpecReader.parse(after, "b.yaml"))
        .stream()
        .map(SpecChanges.Change::toString)
        .toList();
  }

  @Test
  void everyValueThatDiffersIsNamedByItsPath() throws SpecException {
    assertThat(
            between(
                "{a: {b: 1, c: [1, 2], d: x}, e: {}, f: 1}",
                "{a: {b: 2, c: [1, 3], d: x}, e: {g: 1}}"))
        .containsExactly(
            "a.b: 1 → 2",
            "a.c: [1, 2] → [1, 3]",
            "e: {} → (none)",
            "f: 1 → (none)",
            "e.g: (none) → 1");
  }

  @Test
  void theSameNumberWrittenOtherwiseIsNoChange() throws SpecException {
    assertThat(between("{a: 1, b: 0.5, c: [1e1]}", "{a: 1.0, b: 5e-1, c: [10]}")).isEmpty();
  }

  @Test
  void ofAnotherPartTheTypeAloneIsSaid() throws SpecException {
    assertThat(
            between(
                "{fusion: {type: concat, hidden: []}, training: {optimizer: {type: adam, beta: 1}}}",
                "{fusion: {type: sum, width: 3}, training: {optimizer: {type: adam, beta: 2}}}"))
        .containsExactly("fusion.type: concat → sum", "training.optimizer.beta: 1 → 2");
  }
}
