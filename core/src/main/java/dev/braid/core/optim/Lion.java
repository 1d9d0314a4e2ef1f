package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import java.util.List;
import java.util.Map;

/** Lion, algorithm 2 of Chen et al. 2023: every value moves by the rate, up or down. */
public final class Lion implements OptimizerFactory<Lion.Options> {

  /** Options of {@code lion}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.0001", min = 0, max = 100) double learningRate,
      @Option(value = "part of the momentum in the direction", byDefault = "0.9", min = 0, max = 1)
          double beta1,
      @Option(value = "decay of the momentum", byDefault = "0.99", min = 0, max = 1) double beta2,
      @Option(
              value = "shrinks a parameter by this part, times the step size",
              byDefault = "0",
              min = 0,
              max = 10)
          double weightDecay) {}

  @Override
  public String type() {
    return "lion";
  }

  @Override
  public String description() {
    return "sign of the momentum, with decoupled weight decay (Chen et al. 2023)";
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

    private static final FusedUpdate FUSED =
        new FusedUpdate(
            1,
            """
            torch._foreach_mul_(p, torch.sub(1., torch.mul(rate, decay)))
            u = torch._foreach_mul(m0, (self).own(s, 0))
            torch._foreach_add_(u, g, alpha=torch.sub(1., (self).own(s, 0)))
            torch._foreach_sign_(u)
            torch._foreach_add_(p, u, alpha=torch.neg(rate))
            torch._foreach_mul_(m0, (self).own(s, 1))
            torch._foreach_add_(m0, g, alpha=torch.sub(1., (self).own(s, 1)))
            """);

    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(parameters, options.learningRate(), options.weightDecay(), FUSED, List.of("exp_avg"));
      this.options = options;
    }

    @Override
    double[] settings() {
      return new double[] {options.beta1(), options.beta2()};
    }

    @Override
    void update(Slot slot, NDArray gradient, Rates rates) {
      NDArray parameter = slot.parameter();
      NDArray momentum = slot.moments()[0];
      try (NDManager scope = parameter.getManager().newSubManager()) {
        parameter.muli(1 - rates.learningRate() * rates.weightDecay());
        NDArray direction = in(scope, momentum.mul(options.beta1()));
        direction.addi(in(scope, gradient.mul(1 - options.beta1())));
        parameter.subi(in(scope, direction.sign()).muli(rates.learningRate()));
        momentum.muli(options.beta2()).addi(in(scope, gradient.mul(1 - options.beta2())));
      }
    }
  }
}
