package dev.braid.testkit.faulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.braid.testkit.AugmentationContract;
import dev.braid.testkit.EncoderContract;
import dev.braid.testkit.FusionContract;
import dev.braid.testkit.MetricContract;
import dev.braid.testkit.OptimizerContract;
import dev.braid.testkit.PartContract;
import dev.braid.testkit.ReaderContract;
import dev.braid.testkit.ScheduleContract;
import dev.braid.testkit.SourceContract;
import dev.braid.testkit.TaskContract;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A contract finds each fault by the test that names it, and finds none where there is none. */
class ContractTeethTest {

  @ParameterizedTest
  @EnumSource
  void ofEncoders(FaultyEncoder.Fault fault) {
    FaultyEncoder.Contract.fault = fault;
    assertBroken(FaultyEncoder.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofFusionOperators(FaultyFusion.Fault fault) {
    FaultyFusion.Contract.fault = fault;
    assertBroken(FaultyFusion.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofReaders(FaultyReader.Fault fault) {
    FaultyReader.Contract.fault = fault;
    assertBroken(FaultyReader.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofAugmentations(FaultyAugmentation.Fault fault) {
    FaultyAugmentation.Contract.fault = fault;
    assertBroken(FaultyAugmentation.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofTasks(FaultyTask.Fault fault) {
    FaultyTask.Contract.fault = fault;
    assertBroken(FaultyTask.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofSources(FaultySource.Fault fault) {
    FaultySource.Contract.fault = fault;
    assertBroken(FaultySource.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofOptimizers(FaultyOptimizer.Fault fault) {
    FaultyOptimizer.Contract.fault = fault;
    assertBroken(FaultyOptimizer.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofSchedules(FaultySchedule.Fault fault) {
    FaultySchedule.Contract.fault = fault;
    assertBroken(FaultySchedule.Contract.class, fault.broken);
  }

  @ParameterizedTest
  @EnumSource
  void ofMetrics(FaultyMetric.Fault fault) {
    FaultyMetric.Contract.fault = fault;
    assertBroken(FaultyMetric.Contract.class, fault.broken);
  }

  /** Tests that several kinds share are held to the faults of encoders. */
  static List<Arguments> testsAndFaults() {
    List<Arguments> all = new ArrayList<>();
    for (Class<?> type = EncoderContract.class; type != null; type = type.getSuperclass()) {
      all.add(arguments(type, broken(FaultyEncoder.Fault.values(), fault -> fault.broken)));
    }
    all.add(
        arguments(
            FusionContract.class, broken(FaultyFusion.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(
            ReaderContract.class, broken(FaultyReader.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(
            AugmentationContract.class,
            broken(FaultyAugmentation.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(TaskContract.class, broken(FaultyTask.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(
            SourceContract.class, broken(FaultySource.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(
            OptimizerContract.class,
            broken(FaultyOptimizer.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(
            ScheduleContract.class, broken(FaultySchedule.Fault.values(), fault -> fault.broken)));
    all.add(
        arguments(
            MetricContract.class, broken(FaultyMetric.Fault.values(), fault -> fault.broken)));
    return all;
  }

  private static <F> Set<String> broken(F[] faults, Function<F, String[]> tests) {
    return Arrays.stream(faults)
        .flatMap(fault -> Arrays.stream(tests.apply(fault)))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("testsAndFaults")
  void everyTestOfAContractIsBrokenBySomeFault(Class<?> contract, Set<String> broken) {
    assertThat(
            Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName))
        .allSatisfy(test -> assertThat(broken).contains(test));
  }

  private static void assertBroken(Class<? extends PartContract<?>> contract, String... expected) {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(contract))
            .execute()
            .testEvents();
    assertThat(tests.started().count()).as("tests that ran").isGreaterThan(5);
    List<String> failed =
        tests
            .failed()
            .map(event -> event.getTestDescriptor().getDisplayName())
            .map(name -> name.replaceFirst("\\(.*", "")) // parameters
            .toList();
    assertThat(failed).containsExactlyInAnyOrder(expected);
  }
}
