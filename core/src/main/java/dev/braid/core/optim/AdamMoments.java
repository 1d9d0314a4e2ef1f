package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;

/** The update of {@code adam} and {@code adamw}, which differ in the weight decay. */
final class AdamMoments extends Moments {

  private static final FusedUpdate COUPLED = fused("_fused_adam_");
  private static final FusedUpdate DECOUPLED = fused("_fused_adamw_");

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final boolean decoupled;

  AdamMoments(Adam.Options options, boolean decoupled, Map<String, NDArray> parameters) {
    super(
        parameters,
        options.learningRate(),
        options.weightDecay(),
        decoupled ? DECOUPLED : COUPLED,
        List.of("exp_avg", "exp_avg_sq"));
    this.beta1 = options.beta1();
    this.beta2 = options.beta2();
    this.epsilon = options.epsilon();
    this.decoupled = decoupled;
  }

  private static FusedUpdate fused(String operation) {
    return new FusedUpdate(
        2,
        """
        torch.%s(p, g, m0, m1, annotate(List[Tensor], []), counts, lr=rate,
            beta1=(self).own(s, 0), beta2=(self).own(s, 1), weight_decay=decay,
            eps=(self).own(s, 2), amsgrad=False, maximize=False)
        """
            .formatted(operation));
  }

  @Override
  double[] settings() {
    return new double[] {beta1, beta2, epsilon};
  }

  @Override
  void update(Slot slot, NDArray gradient, Rates rates) {
    // The engine's update divides by sqrt(v) + epsilon; torch by sqrt(v / correction) + epsilon.
    // Scaling both the rate and epsilon makes the first the second.
    double root = Math.sqrt(1 - Math.pow(beta2, slot.count()));
    double corrected = rates.learningRate() * root / (1 - Math.pow(beta1, slot.count()));
    NDArray parameter = slot.parameter();
    parameter
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(parameter, gradient, slot.moments()[0], slot.moments()[1]),
            new NDList(parameter),
            (float) rates.learningRate(),
            (float) corrected,
            (float) rates.weightDecay(),
            1f,
            -1f,
            (float) beta1,
            (float) beta2,
            (float) (epsilon * root),
            false,
            decoupled);
  }
}
