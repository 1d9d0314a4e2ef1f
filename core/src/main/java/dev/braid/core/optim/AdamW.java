package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import java.util.Map;

/**
 * Adam with decoupled weight decay, Loshchilov and Hutter 2019, as torch.optim.AdamW defines it.
 */
public final class AdamW implements OptimizerFactory<AdamW.Options> {

  /** Options of {@code adamw}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.001", min = 0, max = 100) double learningRate,
      @Option(value = "decay of the first moment", byDefault = "0.9", min = 0, max = 1)
          double beta1,
      @Option(value = "decay of the second moment", byDefault = "0.999", min = 0, max = 1)
          double beta2,
      @Option(value = "added to the denominator", byDefault = "1e-8", min = 0, max = 1)
          double epsilon,
      @Option(
              value = "shrinks a parameter by this part, times the step size",
              byDefault = "0.01",
              min = 0,
              max = 10)
          double weightDecay) {}

  @Override
  public String type() {
    return "adamw";
  }

  @Override
  public String description() {
    return "Adam with decoupled weight decay (Loshchilov and Hutter 2019)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Optimizer create(Options options, Map<String, NDArray> parameters) {
    Adam.Options adam =
        new Adam.Options(
            options.learningRate(),
            options.beta1(),
            options.beta2(),
            options.epsilon(),
            options.weightDecay());
    return new AdamMoments(adam, true, parameters);
  }
}
