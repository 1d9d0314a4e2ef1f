package dev.braid.testkit.cost;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.core.cost.Ledger;
import dev.braid.core.cost.SymbolicManager;
import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every built-in encoder, fusion operator and head runs without values, and yields what it yields
 * in the engine: shapes, types and the memory of what the step's manager holds. An operation that a
 * new part uses and that is not known fails here, by its name.
 */
class EveryPartOnShapesTest {

  private static final PartCatalog CATALOG =
      PartCatalog.discover(EveryPartOnShapesTest.class.getClassLoader());

  private static Stream<CatalogEntry> of(PartKind kind) {
    return CATALOG.entries().stream().filter(entry -> entry.kind() == kind);
  }

  static Stream<String> fusions() {
    return of(PartKind.FUSION).map(entry -> entry.factory().type());
  }

  private static Stream<String> encoders(Modality modality) {
    return of(PartKind.ENCODER)
        .filter(entry -> ((EncoderFactory<?>) entry.factory()).modality().equals(modality))
        .map(entry -> entry.factory().type());
  }

  static Stream<String> texts() {
    return encoders(Modality.TEXT);
  }

  static Stream<String> pictures() {
    return encoders(Modality.IMAGE);
  }

  @ParameterizedTest
  @MethodSource("fusions")
  void aFusionOperatorIsTheSameAsInTheEngine(String type) throws Exception {
    compare(
        new Specimen.Parts(
            "{type: bag, width: 32}", 16, "{type: cnn, channels: [8], width: 32}", type, ""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextEncoderIsTheSameAsInTheEngine(String type) throws Exception {
    for (String fusion : new String[] {"concat", "{type: cross-attention, width: 32}"}) {
      compare(new Specimen.Parts(type, 16, "{type: cnn, channels: [8]}", fusion, ""));
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void aPictureEncoderIsTheSameAsInTheEngine(String type) throws Exception {
    for (String fusion : new String[] {"concat", "{type: cross-attention, width: 32}"}) {
      compare(new Specimen.Parts("bag", 72, type, fusion, "dropout: 0.1"));
    }
  }

  /** With the linear layers that every machine has; others make other intermediate results. */
  private static void compare(Specimen.Parts parts) throws Exception {
    System.setProperty("braid.wide-linear", "false");
    try {
      compareLayers(parts);
    } finally {
      System.clearProperty("braid.wide-linear");
    }
  }

  private static void compareLayers(Specimen.Parts parts) throws Exception {
    Map<String, String> told = new LinkedHashMap<>();
    Specimen symbolic = new Specimen(parts, 6, 5);
    NDManager shapes = SymbolicManager.counting(new Ledger());
    SymbolicManager.initialize(symbolic.model(), shapes, 1);
    symbolic.run(shapes, part -> {}).forEach((name, array) -> told.put(name, describe(array)));

    Map<String, String> found = new LinkedHashMap<>();
    Specimen real = new Specimen(parts, 6, 5);
    try (NDManager values = NDManager.newBaseManager();
        NDManager step = NDManager.newBaseManager()) {
      real.model().initialize(values, 1);
      real.run(step, part -> {}).forEach((name, array) -> found.put(name, describe(array)));
      assertThat(told).isEqualTo(found);
      if (!parts.fusion().equals("mcb")) { // its sketch is one call in the engine, several here
        assertThat(handles(shapes) - parameters(symbolic)).isEqualTo(handles(step));
      }
    }
  }

  private static String describe(NDArray array) {
    return array.getDataType() + " " + array.getShape();
  }

  private static int parameters(Specimen specimen) {
    return specimen.model().named().size();
  }

  /** How many arrays a manager holds: every operation made the results that the engine makes. */
  private static int handles(NDManager manager) {
    return manager.getManagedArrays().size();
  }
}
