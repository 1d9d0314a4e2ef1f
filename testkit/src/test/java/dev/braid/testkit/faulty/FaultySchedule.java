package dev.braid.testkit.faulty;

import dev.braid.api.Option;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import dev.braid.core.schedule.Plateau;
import dev.braid.testkit.ScheduleContract;
import java.util.HashMap;
import java.util.Map;

/** The built-in schedule {@code plateau}, made worse. */
final class FaultySchedule implements ScheduleFactory<FaultySchedule.Options> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    NEGATIVE(
        "everyFactorIsANumberThatIsNotNegative",
        "aRunOfOneUpdateAndTheStepsBehindTheLastHaveAFactor"),
    COUNTS_QUESTIONS("theFactorOfAStepDoesNotDependOnWhatWasAskedBefore"),
    ENDS("aRunOfOneUpdateAndTheStepsBehindTheLastHaveAFactor"),
    FOLLOWS_SECRETLY("validationMattersIfAndOnlyIfItSaysSo"),
    FORGETS("itGoesOnFromItsSavedValues"),
    REMEMBERS_A_FLOAT("itRemembersWhatJsonCanHold");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends ScheduleContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected ScheduleFactory<Options> factory() {
      return new FaultySchedule();
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
    return "schedule with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public boolean followsValidation() {
    return Contract.fault != Fault.FOLLOWS_SECRETLY;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    Plateau.Options plateau = new Plateau.Options(0.5, 3, 1e-4, 0, 0);
    return new Worse(options.fault(), context, new Plateau().create(plateau, context));
  }

  private static final class Worse implements Schedule {
    private final Fault fault;
    private final ScheduleContext context;
    private final Schedule plateau;
    private int asked;

    Worse(Fault fault, ScheduleContext context, Schedule plateau) {
      this.fault = fault;
      this.context = context;
      this.plateau = plateau;
    }

    @Override
    public double factor(long step) {
      double factor = plateau.factor(step);
      return switch (fault) {
        case NEGATIVE -> -factor;
        case COUNTS_QUESTIONS -> factor / ++asked;
        case ENDS -> step < context.steps() ? factor : Double.NaN;
        default -> factor;
      };
    }

    @Override
    public void measured(double value, boolean higherIsBetter) {
      plateau.measured(value, higherIsBetter);
    }

    @Override
    public Map<String, Object> values() {
      Map<String, Object> values = new HashMap<>(plateau.values());
      if (fault == Fault.REMEMBERS_A_FLOAT) {
        values.put("extra", 1f);
      }
      return values;
    }

    @Override
    public void restore(Map<String, Object> values) {
      if (fault != Fault.FORGETS) {
        plateau.restore(values);
      }
    }
  }
}
