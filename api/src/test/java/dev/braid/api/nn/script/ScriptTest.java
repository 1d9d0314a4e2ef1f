package dev.braid.api.nn.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.util.passthrough.PassthroughNDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptTest {

  private static final Script SCRIPT =
      new Script(
          """
          def product(self, x: Tensor, y: Tensor) -> Tensor:
            return torch.mul(x, y)
          def scaled(self, x: Tensor, by: Tensor) -> Tensor:
            return torch.mul(x, float(by))
          def add_all(self, by: Tensor, xs: List[Tensor], ys: List[Tensor]) -> Tensor:
            recording = torch.is_grad_enabled()
            torch.set_grad_enabled(False)
            torch._foreach_add_(xs, ys, alpha=float(by))
            torch.set_grad_enabled(recording)
            return by
          """);

  private static final Script BROKEN =
      new Script(
          """
          def broken(self, x: Tensor) -> Tensor:
            return torch.there_is_no_such_operation(x)
          """);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void functionsAreCalledByName() {
    NDArray x = manager.create(new float[] {1, 2});
    assertThat(SCRIPT.call("product", x, x).toFloatArray()).containsExactly(1, 4);
    assertThat(SCRIPT.call("scaled", x, SCRIPT.constant(0.5)).toFloatArray())
        .containsExactly(0.5f, 1);
  }

  @Test
  void gradientsFlowThroughACall() {
    NDArray x = manager.create(new float[] {1, 2, 3});
    x.setRequiresGradient(true);
    for (int i = 0; i < 4; i++) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(SCRIPT.call("product", x, x).sum());
      }
      try (NDArray gradient = x.getGradient()) {
        assertThat(gradient.toFloatArray()).containsExactly(2, 4, 6);
        gradient.subi(gradient.duplicate());
      }
    }
  }

  @Test
  void aResultBelongsToTheManagerOfTheFirstArgument() {
    NDArray parameter = manager.create(new float[] {1, 2});
    try (NDManager step = manager.newSubManager()) {
      NDArray x = step.create(new float[] {3, 4});
      assertThat(SCRIPT.call("product", x, parameter).getManager()).isSameAs(step);
    }
  }

  @Test
  void namesOfArgumentsDoNotMatter() {
    NDArray x = manager.create(new float[] {1, 2});
    x.setName("layers.0.weight");
    NDArray y = manager.create(new float[] {3, 4});
    y.setName("y[]");
    assertThat(SCRIPT.call("product", x, y).toFloatArray()).containsExactly(3, 8);
    assertThat(x.getName()).isEqualTo("layers.0.weight");
  }

  @Test
  void listsAreUpdatedInPlaceAndKeepTheirNames() {
    NDArray a = manager.create(new float[] {1, 2});
    NDArray b = manager.create(new float[] {3});
    a.setName("a.weight");
    a.setRequiresGradient(true);
    NDArray da = manager.create(new float[] {10, 20});
    NDArray db = manager.create(new float[] {30});
    NDArray by = manager.create(2f);
    int before = manager.getManagedArrays().size();
    SCRIPT.update("add_all", by, List.of(List.of(a, b), List.of(da, db)));
    assertThat(a.toFloatArray()).containsExactly(21, 42);
    assertThat(b.toFloatArray()).containsExactly(63);
    assertThat(a.getName()).isEqualTo("a.weight");
    assertThat(b.getName()).isNull();
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void aConstantIsMadeOnce() {
    assertThat(SCRIPT.constant(0.25)).isSameAs(SCRIPT.constant(0.25));
    assertThat(SCRIPT.constant(0.25).getDouble()).isEqualTo(0.25);
  }

  @Test
  void aScriptThatTheEngineDoesNotUnderstandSaysSo() {
    NDArray x = manager.create(1f);
    assertThat(BROKEN.problem()).contains("there_is_no_such_operation");
    assertThat(BROKEN.runsOn(x)).isFalse();
    assertThatThrownBy(() -> BROKEN.call("broken", x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there_is_no_such_operation");
  }

  @Test
  void arraysOfAnotherEngineDoNotRun() {
    assertThat(SCRIPT.runsOn(manager.create(1f))).isTrue();
    assertThat(SCRIPT.runsOn(PassthroughNDManager.INSTANCE.create(new float[] {1}))).isFalse();
  }
}
