package dev.braid.testkit.faulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.braid.testkit.PartContract;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
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
            .map(event -> (MethodSource) event.getTestDescriptor().getSource().orElseThrow())
            .map(MethodSource::getMethodName)
            .toList();
    assertThat(failed).containsExactlyInAnyOrder(expected);
  }
}
