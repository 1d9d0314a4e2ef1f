package dev.example.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases that are measured. */
class OperatorCasesTest {

  @Test
  void everyOperatorHasOneCaseThatCanBeBuilt() throws Exception {
    PartCatalog catalog = PartCatalog.discover(getClass().getClassLoader());
    List<String> types = new ArrayList<>();
    for (JsonNode group : new ObjectMapper().readTree(Path.of("operators.json").toFile())) {
      for (JsonNode options : group.get("operators")) {
        String type = options.get("type").asText();
        types.add(type);
        assertThat(Operators.check(options, Operators.inputs(group), catalog).fusion().factory())
            .isSameAs(catalog.find(PartKind.FUSION, type));
      }
    }
    assertThat(types).containsExactlyInAnyOrderElementsOf(catalog.names(PartKind.FUSION));
  }
}
