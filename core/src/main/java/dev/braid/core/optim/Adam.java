package dev.braid.core.optim;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import dev.braid.api.nn.script.Script;
import java.util.List;
import java.util.Map;

/**
 * Adam, Kingma and Ba 2015, as torch.optim.Adam defines it; all parameters at once where the engine
 * has {@code torch._fused_adam_}.
 */
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

    // The settings are: rate, beta1, beta2, weight decay, epsilon, number of the step.
    private static final Script FUSED =
        new Script(
            """
            def at(self, settings: Tensor, i: int) -> float:
              return float(torch.select(settings, 0, i))
            def adam(self, settings: Tensor, parameters: List[Tensor], gradients: List[Tensor],
                means: List[Tensor], squares: List[Tensor]) -> Tensor:
              recording = torch.is_grad_enabled()
              torch.set_grad_enabled(False)
              step = torch.new_full(parameters[0], [], (self).at(settings, 5))
              torch._fused_adam_(parameters, gradients, means, squares, annotate(List[Tensor], []),
                  torch.mul([step], torch.len(parameters)), lr=(self).at(settings, 0),
                  beta1=(self).at(settings, 1), beta2=(self).at(settings, 2),
                  weight_decay=(self).at(settings, 3), eps=(self).at(settings, 4),
                  amsgrad=False, maximize=False)
              torch._foreach_zero_(gradients)
              torch.set_grad_enabled(recording)
              return settings
            """);

    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(parameters, "exp_avg", "exp_avg_sq");
      this.options = options;
    }

    @Override
    protected void updateAll(
        List<NDArray> parameters,
        List<NDArray> gradients,
        List<NDArray[]> moments,
        double rate,
        long step) {
      if (parameters.isEmpty() || !FUSED.runsOn(parameters.get(0))) {
        super.updateAll(parameters, gradients, moments, rate, step);
        return;
      }
      double[] settings = {
        rate, options.beta1(), options.beta2(), options.weightDecay(), options.epsilon(), step
      };
      try (NDManager scope = parameters.get(0).getManager().newSubManager(Device.cpu())) {
        FUSED.update(
            "adam",
            scope.create(settings),
            List.of(
                parameters,
                gradients,
                moments.stream().map(m -> m[0]).toList(),
                moments.stream().map(m -> m[1]).toList()));
      }
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
