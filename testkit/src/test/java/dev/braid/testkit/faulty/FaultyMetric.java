package dev.braid.testkit.faulty;

import dev.braid.api.MetricFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.metric.Resampling;
import dev.braid.testkit.MetricContract;
import java.util.List;
import java.util.Map;

/** The mean of numbers, made worse. */
final class FaultyMetric implements MetricFactory<FaultyMetric.Input> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    NOT_A_NUMBER("theResultIsWhatJsonCanHold", "everyItemOnceGivesTheNumbersOfTheResult"),
    COUNTS_CALLS("theSameInputHasTheSameResult"),
    MEASURES_NOTHING("inputThatCannotBeMeasuredIsReported"),
    ANOTHER_NAME("everyItemOnceGivesTheNumbersOfTheResult"),
    DIVIDES_BY_WHAT_DIFFERS("anyItemsMayBeDrawnSeveralTimes");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Input(
      @Option("what is wrong with it") Fault fault, @Option("the numbers") List<Double> numbers) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends MetricContract<Input> {
    static Fault fault = Fault.NONE;
    private static int calls;

    @Override
    protected MetricFactory<Input> factory() {
      return new FaultyMetric();
    }

    @Override
    protected Input options() {
      return new Input(fault, List.of(1.0, 2.0, 6.0));
    }

    @Override
    protected List<Input> refused() {
      return List.of(new Input(fault, List.of()));
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "measure with one fault";
  }

  @Override
  public Class<Input> options() {
    return Input.class;
  }

  @Override
  public void check(Input input, Problems problems) {
    if (input.numbers().isEmpty() && input.fault() != Fault.MEASURES_NOTHING) {
      problems.add("numbers", "is empty");
    }
  }

  @Override
  public Object compute(Input input) {
    if (input.fault() == Fault.COUNTS_CALLS) {
      Contract.calls++;
      return Map.of("mean", 3.0, "calls", Contract.calls);
    }
    return Map.of("mean", input.fault() == Fault.NOT_A_NUMBER ? Double.NaN : 3.0);
  }

  @Override
  public Resampling resampling(Input input) {
    String name = input.fault() == Fault.ANOTHER_NAME ? "average" : "mean";
    return new Resampling(
        input.numbers().size(),
        drawn -> {
          double sum = 0;
          double spread = 0;
          for (int i : drawn) {
            sum += input.numbers().get(i);
            spread += Math.abs(i - drawn[0]);
          }
          double mean = sum / drawn.length;
          return Map.of(
              name, input.fault() == Fault.DIVIDES_BY_WHAT_DIFFERS ? mean * spread / spread : mean);
        });
  }
}
