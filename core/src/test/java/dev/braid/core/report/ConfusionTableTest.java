package dev.braid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ConfusionTableTest {

  /** Answer i is right i times and taken for answer 0 once. */
  private static ObjectNode matrix(int size) {
    ObjectNode matrix = new ObjectMapper().createObjectNode();
    ArrayNode labels = matrix.putArray("labels");
    ArrayNode rows = matrix.putArray("rows");
    for (int r = 0; r < size; r++) {
      labels.add("a" + r);
      ArrayNode row = rows.addArray();
      for (int c = 0; c < size; c++) {
        row.add(c == r ? r : c == 0 ? 1 : 0);
      }
    }
    return matrix;
  }

  @Test
  void fewAnswersAreAllShown() {
    ConfusionTable table = ConfusionTable.of(matrix(3));
    assertThat(table.columns()).containsExactly("a0", "a1", "a2");
    assertThat(table.folded()).isZero();
    assertThat(table.rows().get(2).cells().get(2).text()).isEqualTo("2");
    assertThat(table.rows().get(2).cells().get(0).title()).isEqualTo("a2 taken for a0: 1 (33.3 %)");
  }

  @Test
  void theRarestOfManyAnswersAreOneRowAndOneColumn() {
    ConfusionTable table = ConfusionTable.of(matrix(25));
    assertThat(table.columns()).hasSize(21).startsWith("a5").endsWith("a24", "other");
    assertThat(table.folded()).isEqualTo(5);
    // a0 to a4: ten right among themselves, and four times a0, which is one of them.
    ConfusionTable.Row rest = table.rows().get(20);
    assertThat(rest.cells().get(20).text()).isEqualTo("14");
    assertThat(table.rows().get(0).cells().get(20).text()).isEqualTo("1");
  }
}
