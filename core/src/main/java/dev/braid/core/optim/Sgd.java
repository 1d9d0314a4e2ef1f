package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stochastic gradient descent with momentum, as torch.optim.SGD defines it. */
public final class Sgd implements OptimizerFactory<Sgd.Options> {

  /** Options of {@code sgd}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.01", min = 0, max = 100) double learningRate,
      @Option(value = "decay of the velocity", byDefault = "0.9", min = 0, max = 1) double momentum,
      @Option(
              value = "part of the gradient that is kept out of the velocity",
              byDefault = "0",
              min = 0,
              max = 1)
          double dampening,
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
    if (options.nesterov() && options.dampening() != 0) {
      problems.add("nesterov", "needs a dampening of 0");
    }
  }

  @Override
  public Optimizer create(Options options, Map<String, NDArray> parameters) {
    return new State(options, parameters);
  }

  private static final class State extends Moments {
    private static final FusedUpdate PLAIN = fused(0, "annotate(List[Tensor], [])");
    private static final FusedUpdate WITH_MOMENTUM = fused(1, "m0");

    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(
          parameters,
          options.learningRate(),
          options.weightDecay(),
          options.momentum() == 0 ? PLAIN : WITH_MOMENTUM,
          options.momentum() == 0 ? List.of() : List.of("momentum_buffer"));
      this.options = options;
    }

    private static FusedUpdate fused(int moments, String buffers) {
      return new FusedUpdate(
          moments,
          """
          torch._fused_sgd_(p, g, %s, weight_decay=decay, momentum=(self).own(s, 0), lr=rate,
              dampening=(self).own(s, 1), nesterov=torch.ne((self).own(s, 2), 0.),
              maximize=False, is_first_step=torch.eq(float(counts[0]), 1.))
          """
              .formatted(buffers));
    }

    @Override
    double[] settings() {
      return new double[] {options.momentum(), options.dampening(), options.nesterov() ? 1 : 0};
    }

    /** The first gradient is the velocity, undamped; so what is updated first has its own call. */
    @Override
    void updateAll(List<Slot> slots, List<NDArray> gradients, Rates rates) {
      for (boolean first : new boolean[] {true, false}) {
        List<Slot> some = new ArrayList<>();
        List<NDArray> theirs = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
          if ((slots.get(i).count() == 1) == first) {
            some.add(slots.get(i));
            theirs.add(gradients.get(i));
          }
        }
        super.updateAll(some, theirs, rates);
      }
    }

    @Override
    void update(Slot slot, NDArray gradient, Rates rates) {
      NDArray parameter = slot.parameter();
      try (NDManager scope = parameter.getManager().newSubManager()) {
        if (rates.weightDecay() != 0) {
          gradient.addi(in(scope, parameter.mul(rates.weightDecay())));
        }
        NDArray move = gradient;
        if (options.momentum() != 0) {
          double part = slot.count() == 1 ? 1 : 1 - options.dampening();
          NDArray velocity = slot.moments()[0].muli(options.momentum());
          move = velocity.addi(in(scope, gradient.mul(part)));
          if (options.nesterov()) {
            move = in(scope, velocity.mul(options.momentum())).addi(gradient);
          }
        }
        parameter.subi(in(scope, move.mul(rates.learningRate())));
      }
    }
  }
}
