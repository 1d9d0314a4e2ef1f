package dev.braid.core.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.nn.script.Script;
import java.util.List;

/**
 * What is done to the gradients of all parameters together, in place; in one call of the engine
 * where it has one.
 */
final class Gradients {

  private static final Script FUSED =
      new Script(
          """
          def scale(self, factor: Tensor, gradients: List[Tensor]) -> Tensor:
            recording = torch.is_grad_enabled()
            torch.set_grad_enabled(False)
            torch._foreach_mul_(gradients, float(factor))
            torch.set_grad_enabled(recording)
            return factor
          def clip(self, largest: Tensor, gradients: List[Tensor]) -> Tensor:
            recording = torch.is_grad_enabled()
            torch.set_grad_enabled(False)
            norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
            share = torch.clamp(torch.div(largest, torch.add(norm, 1.0e-6)), None, 1.0)
            torch._foreach_mul_(gradients, share)
            torch.set_grad_enabled(recording)
            return largest
          """);

  private final List<NDArray> gradients;
  private final boolean fused;

  Gradients(List<NDArray> gradients) {
    this(gradients, !gradients.isEmpty() && FUSED.runsOn(gradients.get(0)));
  }

  /** Whether to use one call of the engine for all. */
  Gradients(List<NDArray> gradients, boolean fused) {
    this.gradients = gradients;
    this.fused = fused;
  }

  /** Multiplies all. */
  void scale(double factor) {
    if (fused) {
      call("scale", factor);
      return;
    }
    gradients.forEach(gradient -> gradient.muli(factor));
  }

  /**
   * Multiplies all by {@code min(1, largest / (norm + 1e-6))}, where the norm is the root of the
   * sum of all squares: torch.nn.utils.clip_grad_norm_ (Pascanu et al. 2013).
   */
  void clip(double largest) {
    if (fused) {
      call("clip", largest);
      return;
    }
    double squares = 0;
    for (NDArray gradient : gradients) {
      try (NDManager scope = gradient.getManager().newSubManager()) {
        NDArray square = gradient.square();
        square.attach(scope);
        NDArray sum = square.sum();
        sum.attach(scope);
        squares += sum.getFloat();
      }
    }
    double share = Math.min(1, largest / (Math.sqrt(squares) + 1e-6));
    scale(share);
  }

  private void call(String function, double number) {
    try (NDManager scope = gradients.get(0).getManager().newSubManager(Device.cpu())) {
      FUSED.update(function, scope.create((float) number), List.of(gradients));
    }
  }
}
