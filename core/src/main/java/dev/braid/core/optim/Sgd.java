package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.Optimizer;
import java.util.Map;

/** Stochastic gradient descent with momentum, as torch.optim.SGD defines it. */
public final class Sgd implements OptimizerFactory<Sgd.Options> {

  /** Options of {@code sgd}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.01", min = 0, max = 100) double learningRate,
      @Option(value = "decay of the velocity", byDefault = "0.9", min = 0, max = 1) double momentum,
      @Option(value = "look ahead along the velocity (Nesterov 1983)", byDefault = "false")
          boolean nesterov,
      @Option(value = "L2 penalty added to the gradient", byDefault = "0", min = 0, max = 10)
          double weightDecay) {}

  @Override
  public String type() {
    return "sgd";
  }

  @Override
  public String description() {
    return "stochastic gradient descent with momentum";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.nesterov() && options.momentum() == 0) {
      problems.add("nesterov", "needs a momentum above 0");
    }
  }

  @Override
  public Optimizer create(Options options, Map<String, NDArray> parameters) {
    return new State(options, parameters);
  }

  private static final class State extends Moments {
    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(parameters, "momentum_buffer");
      this.options = options;
    }

    @Override
    protected void update(
        NDArray parameter, NDArray gradient, NDArray[] moments, double rate, long step) {
      try (var scope = parameter.getManager().newSubManager()) {
        NDArray g = gradient;
        if (options.weightDecay() != 0) {
          g = scoped(scope, parameter.mul(options.weightDecay()));
          g.addi(gradient);
        }
        NDArray velocity = moments[0].muli(options.momentum()).addi(g);
        NDArray move = velocity;
        if (options.nesterov()) {
          move = scoped(scope, velocity.mul(options.momentum()));
          move.addi(g);
        }
        parameter.subi(scoped(scope, move.mul(rate)));
        gradient.subi(scoped(scope, gradient.duplicate()));
      }
    }

    private static NDArray scoped(ai.djl.ndarray.NDManager scope, NDArray array) {
      array.attach(scope);
      return array;
    }

    @Override
    public double learningRate() {
      return options.learningRate();
    }
  }
}
