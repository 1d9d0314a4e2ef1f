package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import dev.braid.core.parts.PartKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every schedule must do. Extend it with a class that gives the factory and options that
 * change the learning rate within 40 updates, or within 40 validations without a gain.
 *
 * @param <O> the schedule's options
 */
public abstract class ScheduleContract<O extends Record> extends PartContract<O> {

  private static final int STEPS = 40;
  private static final ScheduleContext CONTEXT = new ScheduleContext(STEPS, 10);

  @Override
  protected abstract ScheduleFactory<O> factory();

  @Override
  final PartKind kind() {
    return PartKind.SCHEDULE;
  }

  private Schedule schedule() {
    return factory().create(options(), CONTEXT);
  }

  private static double[] factors(Schedule schedule) {
    return LongStream.range(0, STEPS).mapToDouble(schedule::factor).toArray();
  }

  private static void measure(Schedule schedule, int times) {
    for (int i = 0; i < times; i++) {
      schedule.measured(0.5, true);
    }
  }

  @Test
  void everyFactorIsANumberThatIsNotNegative() {
    double[] factors = factors(schedule());
    for (double factor : factors) {
      assertThat(factor).isFinite().isNotNegative();
    }
    assertThat(Arrays.stream(factors).sum()).as("sum of the factors").isPositive();
  }

  @Test
  void theFactorOfAStepDoesNotDependOnWhatWasAskedBefore() {
    double[] forward = factors(schedule());
    Schedule schedule = schedule();
    for (int step = STEPS - 1; step >= 0; step--) {
      assertThat(schedule.factor(step)).as("step %d", step).isEqualTo(forward[step]);
    }
  }

  @Test
  void aRunOfOneUpdateAndTheStepsBehindTheLastHaveAFactor() {
    assertThat(factory().create(options(), new ScheduleContext(1, 1)).factor(0))
        .isFinite()
        .isNotNegative();
    assertThat(schedule().factor(STEPS)).isFinite().isNotNegative();
    assertThat(schedule().factor(100L * STEPS)).isFinite().isNotNegative();
  }

  @Test
  void validationMattersIfAndOnlyIfItSaysSo() {
    Schedule told = schedule();
    measure(told, STEPS);
    boolean same = Arrays.equals(factors(told), factors(schedule()));
    assertThat(same).as("factors are the same").isEqualTo(!factory().followsValidation());
  }

  @Test
  void itGoesOnFromItsSavedValues() {
    Schedule first = schedule();
    measure(first, STEPS / 2 + 1);
    Schedule second = schedule();
    second.restore(read(first.values()));
    assertThat(factors(second)).isEqualTo(factors(first));
    for (int i = 0; i < STEPS; i++) {
      measure(first, 1);
      measure(second, 1);
      assertThat(factors(second)).as("after %d more", i + 1).isEqualTo(factors(first));
    }
  }

  @Test
  void itRemembersWhatJsonCanHold() {
    Schedule schedule = schedule();
    measure(schedule, 1);
    schedule
        .values()
        .forEach(
            (name, value) -> {
              assertThat(value)
                  .as(name)
                  .isInstanceOfAny(String.class, Boolean.class, Long.class, Double.class);
              if (value instanceof Double number) {
                assertThat(number).as(name).isFinite();
              }
            });
  }

  /** As they come back from a file: whole doubles may be longs. */
  private static Map<String, Object> read(Map<String, Object> values) {
    Map<String, Object> read = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            read.put(
                name,
                value instanceof Double number && number == Math.rint(number)
                    ? (Object) number.longValue()
                    : value));
    return read;
  }
}
