package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
    return new State(options, parameters);
  }

  private static final class State extends Moments {
    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(parameters, "exp_avg", "exp_avg_sq");
      this.options = options;
    }

    @Override
    protected void update(
        NDArray parameter, NDArray gradient, NDArray[] moments, double rate, long step) {
      // The engine's update divides by sqrt(v) + epsilon; torch by sqrt(v / correction) + epsilon.
      // Scaling both the rate and epsilon makes the first the second.
      double root = Math.sqrt(1 - Math.pow(options.beta2(), step));
      double corrected = rate * root / (1 - Math.pow(options.beta1(), step));
      parameter
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(parameter, gradient, moments[0], moments[1]),
              new NDList(parameter),
              (float) rate,
              (float) corrected,
              (float) options.weightDecay(),
              1f,
              -1f,
              (float) options.beta1(),
              (float) options.beta2(),
              (float) (options.epsilon() * root),
              false,
              false);
    }

    @Override
    public double learningRate() {
      return options.learningRate();
    }
  }
}
