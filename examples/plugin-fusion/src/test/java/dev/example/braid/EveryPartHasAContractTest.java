package dev.example.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.parts.PartCatalog;
import dev.braid.testkit.Contracts;
import java.util.List;
import org.junit.jupiter.api.Test;

class EveryPartHasAContractTest {

  @Test
  void everyPartOfThisPluginHasAContract() {
    PartCatalog catalog = PartCatalog.of(List.of(new WeightedSum()));
    assertThat(Contracts.missing(catalog, "dev.example.braid")).isEmpty();
  }
}
