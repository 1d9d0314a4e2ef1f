package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.model.Optimizer;
import dev.braid.core.parts.PartCatalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EveryPartHasAContractTest {

  private static final String HERE = EveryPartHasAContractTest.class.getPackageName();

  @Test
  void everyBuiltInPartHasAContractInThisPackage() {
    PartCatalog catalog = PartCatalog.discover(getClass().getClassLoader());
    assertThat(catalog.failures()).isEmpty();
    assertThat(catalog.entries()).hasSizeGreaterThan(10);
    assertThat(Contracts.missing(catalog, HERE)).as("parts without a contract").isEmpty();
  }

  @Test
  void aPartWithoutAContractIsNamed() {
    BraidPlugin plugin =
        new BraidPlugin() {
          @Override
          public List<OptimizerFactory<?>> optimizers() {
            return List.of(new dev.braid.core.optim.Adam(), new Forgotten());
          }
        };
    assertThat(Contracts.missing(PartCatalog.of(List.of(plugin)), HERE))
        .containsExactly("optimizer 'bag'");
  }

  /** Has the name of a part of another kind that has a contract. */
  private static final class Forgotten implements OptimizerFactory<Forgotten.Options> {

    record Options() {}

    @Override
    public String type() {
      return "bag";
    }

    @Override
    public String description() {
      return "optimizer that nobody tests";
    }

    @Override
    public Class<Options> options() {
      return Options.class;
    }

    @Override
    public Optimizer create(Options options, Map<String, ai.djl.ndarray.NDArray> parameters) {
      throw new UnsupportedOperationException();
    }
  }
}
