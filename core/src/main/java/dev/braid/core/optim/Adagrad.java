package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import java.util.List;
import java.util.Map;

/** Adagrad, Duchi et al. 2011, as torch.optim.Adagrad defines it. */
public final class Adagrad implements OptimizerFactory<Adagrad.Options> {

  /** Options of {@code adagrad}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.01", min = 0, max = 100) double learningRate,
      @Option(
              value = "the step size of update t is divided by 1 + (t - 1) times this",
              byDefault = "0",
              min = 0,
              max = 100)
          double learningRateDecay,
      @Option(value = "sum of squares at the start", byDefault = "0", min = 0, max = 1e6)
          double initialAccumulator,
      @Option(value = "added to the denominator", byDefault = "1e-10", min = 0, max = 1)
          double epsilon,
      @Option(value = "L2 penalty added to the gradient", byDefault = "0", min = 0, max = 10)
          double weightDecay) {}

  @Override
  public String type() {
    return "adagrad";
  }

  @Override
  public String description() {
    return "steps divided by the root of all squares so far (Duchi et al. 2011)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Optimizer create(Options options, Map<String, NDArray> parameters) {
    State state = new State(options, parameters);
    state.fill(options.initialAccumulator());
    return state;
  }

  private static final class State extends Moments {

    private static final FusedUpdate FUSED =
        new FusedUpdate(
            1,
            """
            torch._fused_adagrad_(p, g, m0, counts, lr=rate, lr_decay=(self).own(s, 0),
                weight_decay=decay, eps=(self).own(s, 1), maximize=False)
            """);

    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(parameters, options.learningRate(), options.weightDecay(), FUSED, List.of("sum"));
      this.options = options;
    }

    @Override
    double[] settings() {
      return new double[] {options.learningRateDecay(), options.epsilon()};
    }

    @Override
    void update(Slot slot, NDArray gradient, Rates rates) {
      NDArray parameter = slot.parameter();
      double rate = rates.learningRate() / (1 + (slot.count() - 1) * options.learningRateDecay());
      try (NDManager scope = parameter.getManager().newSubManager()) {
        gradient.addi(in(scope, parameter.mul(rates.weightDecay())));
        NDArray sum = slot.moments()[0].addi(in(scope, gradient.square()));
        NDArray divisor = in(scope, sum.sqrt()).addi(options.epsilon());
        parameter.subi(in(scope, gradient.div(divisor)).muli(rate));
      }
    }
  }
}
