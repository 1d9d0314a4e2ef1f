package dev.braid.testkit.faulty;

import ai.djl.ndarray.NDArray;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.model.Optimizer;
import dev.braid.core.optim.Sgd;
import dev.braid.testkit.OptimizerContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The built-in optimizer {@code sgd}, made worse. */
final class FaultyOptimizer implements OptimizerFactory<FaultyOptimizer.Options> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    UPHILL("stepsLeadToTheMinimumAndLeaveGradientsZero"),
    LEAVES_GRADIENTS(
        "stepsLeadToTheMinimumAndLeaveGradientsZero", "goesOnBitByBitFromItsSavedState"),
    RATE_OF_ITS_OWN(
        "oneStepChangesEveryParameterAndARateOfZeroNone",
        "aStepOfSeveralGroupsIsOneAndEachHasItsOwnRate"),
    COUNTS_GROUPS("aStepOfSeveralGroupsIsOneAndEachHasItsOwnRate"),
    KNOWS_ONE_RATE("aStepOfSeveralGroupsIsOneAndEachHasItsOwnRate"),
    MOVES_WITHOUT_A_GRADIENT("aParameterWithoutAGradientKeepsItsValueAndState"),
    FORGETS("goesOnBitByBitFromItsSavedState"),
    LEAK("aStepLeavesNoArrayAndClosingFreesTheState"),
    KEEPS_ITS_STATE("aStepLeavesNoArrayAndClosingFreesTheState");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends OptimizerContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected OptimizerFactory<Options> factory() {
      return new FaultyOptimizer();
    }

    @Override
    protected Options options() {
      return new Options(fault);
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "optimizer with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Optimizer create(Options options, Map<String, NDArray> parameters) {
    Sgd.Options sgd = new Sgd.Options(0.05, 0.5, 0, false, 0);
    return new Worse(
        options.fault(), new LinkedHashMap<>(parameters), new Sgd().create(sgd, parameters));
  }

  private record Worse(Fault fault, Map<String, NDArray> parameters, Optimizer sgd)
      implements Optimizer {

    @Override
    public void step(List<Group> groups) {
      if (fault == Fault.COUNTS_GROUPS) {
        groups.forEach(group -> sgd.step(List.of(group)));
        return;
      }
      if (fault != Fault.KNOWS_ONE_RATE) {
        sgd.step(groups.stream().map(group -> worse(group, groups.size() == 1)).toList());
        return;
      }
      Map<String, NDArray> all = new LinkedHashMap<>();
      groups.forEach(group -> all.putAll(group.gradients()));
      sgd.step(all, groups.get(0).learningRate());
    }

    private Group worse(Group group, boolean alone) {
      Map<String, NDArray> own = new LinkedHashMap<>(group.gradients());
      if (fault == Fault.LEAVES_GRADIENTS) {
        own.replaceAll((name, gradient) -> gradient.duplicate());
      } else if (fault == Fault.UPHILL) {
        own.values().forEach(NDArray::negi);
      } else if (fault == Fault.LEAK) {
        parameters.values().forEach(NDArray::square);
      } else if (fault == Fault.MOVES_WITHOUT_A_GRADIENT && alone) {
        parameters.forEach((name, p) -> own.computeIfAbsent(name, x -> p.getGradient()));
      }
      double rate = fault == Fault.RATE_OF_ITS_OWN ? learningRate() : group.learningRate();
      return new Group(own, rate, group.weightDecay());
    }

    @Override
    public Map<String, NDArray> state() {
      return sgd.state();
    }

    @Override
    public long steps() {
      return sgd.steps();
    }

    @Override
    public void restore(Map<String, NDArray> state, long steps) {
      sgd.restore(fault == Fault.FORGETS ? sgd.state() : state, steps);
    }

    @Override
    public double learningRate() {
      return sgd.learningRate();
    }

    @Override
    public void close() {
      if (fault != Fault.KEEPS_ITS_STATE) {
        sgd.close();
      }
    }
  }
}
