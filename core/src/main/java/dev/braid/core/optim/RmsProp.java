package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** RMSprop, Tieleman and Hinton 2012, as torch.optim.RMSprop defines it. */
public final class RmsProp implements OptimizerFactory<RmsProp.Options> {

  /** Options of {@code rmsprop}. */
  public record Options(
      @Option(value = "step size", byDefault = "0.01", min = 0, max = 100) double learningRate,
      @Option(value = "decay of the mean square", byDefault = "0.99", min = 0, max = 1)
          double alpha,
      @Option(value = "added to the denominator", byDefault = "1e-8", min = 0, max = 1)
          double epsilon,
      @Option(value = "decay of the velocity", byDefault = "0", min = 0, max = 1) double momentum,
      @Option(
              value =
                  "divide by the deviation instead of the root of the mean square (Graves 2013)",
              byDefault = "false")
          boolean centered,
      @Option(value = "L2 penalty added to the gradient", byDefault = "0", min = 0, max = 10)
          double weightDecay) {}

  @Override
  public String type() {
    return "rmsprop";
  }

  @Override
  public String description() {
    return "steps divided by a running root mean square (Tieleman and Hinton 2012)";
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

    private static final FusedUpdate PLAIN = fused(false, false);
    private static final FusedUpdate CENTERED = fused(true, false);
    private static final FusedUpdate WITH_MOMENTUM = fused(false, true);
    private static final FusedUpdate CENTERED_WITH_MOMENTUM = fused(true, true);

    private final Options options;

    State(Options options, Map<String, NDArray> parameters) {
      super(parameters, options.learningRate(), options.weightDecay(), of(options), names(options));
      this.options = options;
    }

    private static FusedUpdate of(Options options) {
      if (options.momentum() == 0) {
        return options.centered() ? CENTERED : PLAIN;
      }
      return options.centered() ? CENTERED_WITH_MOMENTUM : WITH_MOMENTUM;
    }

    private static List<String> names(Options options) {
      List<String> names = new ArrayList<>(List.of("square_avg"));
      if (options.centered()) {
        names.add("grad_avg");
      }
      if (options.momentum() != 0) {
        names.add("momentum_buffer");
      }
      return names;
    }

    private static FusedUpdate fused(boolean centered, boolean momentum) {
      String start =
          """
          torch._foreach_add_(g, p, alpha=decay)
          torch._foreach_mul_(m0, (self).own(s, 0))
          torch._foreach_addcmul_(m0, g, g, torch.sub(1., (self).own(s, 0)))
          """;
      String root =
          centered
              ? """
              torch._foreach_lerp_(m1, g, torch.sub(1., (self).own(s, 0)))
              d = torch._foreach_addcmul(m0, m1, m1, -1.)
              torch._foreach_sqrt_(d)
              torch._foreach_add_(d, (self).own(s, 1))
              """
              : """
              d = torch._foreach_sqrt(m0)
              torch._foreach_add_(d, (self).own(s, 1))
              """;
      String move =
          momentum
              ? """
              torch._foreach_mul_(BUFFER, (self).own(s, 2))
              torch._foreach_addcdiv_(BUFFER, g, d, 1.)
              torch._foreach_add_(p, BUFFER, alpha=torch.neg(rate))
              """
              : """
              torch._foreach_addcdiv_(p, g, d, torch.neg(rate))
              """;
      return new FusedUpdate(
          1 + (centered ? 1 : 0) + (momentum ? 1 : 0),
          start + root + move.replace("BUFFER", centered ? "m2" : "m1"));
    }

    @Override
    double[] settings() {
      return new double[] {options.alpha(), options.epsilon(), options.momentum()};
    }

    @Override
    void update(Slot slot, NDArray gradient, Rates rates) {
      NDArray parameter = slot.parameter();
      double fresh = 1 - options.alpha();
      try (NDManager scope = parameter.getManager().newSubManager()) {
        gradient.addi(in(scope, parameter.mul(rates.weightDecay())));
        NDArray square = slot.moments()[0].muli(options.alpha());
        square.addi(in(scope, gradient.square()).muli(fresh));
        NDArray divisor = in(scope, square.duplicate());
        if (options.centered()) {
          NDArray mean = slot.moments()[1].muli(options.alpha());
          mean.addi(in(scope, gradient.mul(fresh)));
          divisor.subi(in(scope, mean.square()));
        }
        divisor = in(scope, divisor.sqrt()).addi(options.epsilon());
        NDArray move = in(scope, gradient.div(divisor));
        if (options.momentum() != 0) {
          NDArray velocity = slot.moments()[slot.moments().length - 1];
          move = velocity.muli(options.momentum()).addi(move);
        }
        parameter.subi(in(scope, move.mul(rates.learningRate())));
      }
    }
  }
}
