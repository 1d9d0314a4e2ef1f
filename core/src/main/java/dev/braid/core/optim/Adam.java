package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import java.util.Map;

/** Adam, Kingma and Ba 2015, as torch.optim.Adam defines it. */
public final class Adam implements OptimizerFactory<Adam.Options> {

  /** Options of {@code adam}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.001", min = 0, max = 100) double learningRate,
      @Option(value = "decay of the first moment", byDefault = "0.9", min = 0, max = 1)
          double beta1,
      @Option(value = "decay of the second moment", byDefault = "0.999", min = 0, max = 1)
          double beta2,
      @Option(value = "added to the denominator", byDefault = "1e-8", min = 0, max = 1)
          double epsilon,
      @Option(value = "L2 penalty added to the gradient", byDefault = "0", min = 0, max = 10)
          double weightDecay) {}

  @Override
  public String type() {
    return "adam";
  }

  @Override
  public String description() {
    return "Adam with bias correction (Kingma and Ba 2015)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Optimizer create(Options options, Map<String, NDArray> parameters) {
    return new AdamMoments(options, false, parameters);
  }
}
