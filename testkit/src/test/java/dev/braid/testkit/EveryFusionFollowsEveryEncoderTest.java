package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.Modality;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.Pool;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.vector.VectorReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From a spec that names any encoder and any fusion operator comes a model that trains: forms are
 * converted, widths inferred, and no parameter is left without a gradient. The parts are those of
 * the catalog, so a new one is in without being named here.
 */
class EveryFusionFollowsEveryEncoderTest {

  private static final PartCatalog CATALOG = catalog();

  private static final String WIDTH = "width: 12";

  /** Options without which an operator would be too large for a test. */
  private static final Map<String, String> SMALL = Map.of("mcb", "hidden: 32");

  /** Options that an encoder does not do without. */
  private static final Map<String, String> NEEDED =
      Map.of("frames", "picture: {type: cnn, channels: [4, 8]}");

  private static final Set<String> MISSING =
      Set.of("fusion.missing.question", "fusion.missing.picture");

  /**
   * Parameters without influence by their operators' definition: a softmax cancels a bias out, and
   * gives the only input that is left of two the weight 1, whatever stands for the other.
   */
  private static final Map<String, Set<String>> WITHOUT_INFLUENCE =
      Map.of(
          "bilinear-attention",
          Set.of("fusion.attention.bias"),
          "attention",
          MISSING,
          "mixture-of-experts",
          MISSING);

  @TempDir static Path folder;
  private static SmallTraining training;

  private static PartCatalog catalog() {
    List<BraidPlugin> plugins = new ArrayList<>();
    ServiceLoader.load(BraidPlugin.class).forEach(plugins::add);
    plugins.add(new SingleForm.Plugin());
    return PartCatalog.of(plugins);
  }

  @BeforeAll
  static void draw() throws Exception {
    training = new SmallTraining(folder);
  }

  private static Stream<CatalogEntry> entries(PartKind kind) {
    return CATALOG.entries().stream().filter(entry -> entry.kind() == kind);
  }

  static Stream<Arguments> pairs() {
    return entries(PartKind.FUSION)
        .flatMap(
            fusion ->
                entries(PartKind.ENCODER)
                    .map(
                        encoder ->
                            Arguments.of(fusion.factory().type(), encoder.factory().type())));
  }

  static Stream<Arguments> pools() {
    return entries(PartKind.ENCODER)
        .map(entry -> entry.factory().type())
        .filter(type -> !type.equals("only-vectors"))
        .flatMap(type -> Arrays.stream(Pool.values()).map(pool -> Arguments.of(type, pool)));
  }

  /** The encoder reads its modality; the other input has a simple one. */
  private static CheckedSpec spec(String fusion, String encoder, String pool) throws Exception {
    EncoderFactory<?> factory = (EncoderFactory<?>) CATALOG.find(PartKind.ENCODER, encoder);
    boolean text = factory.modality().equals(Modality.TEXT);
    boolean vector = factory.modality().equals(VectorReader.VECTOR);
    boolean video = factory.modality().equals(Modality.VIDEO);
    boolean wide =
        OptionInfo.of(factory.options()).stream().anyMatch(o -> o.name().equals("width"));
    String own = wide ? ", " + WIDTH : "";
    String tokens = vector ? ", tokens: each" : "";
    String needed = NEEDED.containsKey(encoder) ? ", " + NEEDED.get(encoder) : "";
    String tried = "{type: %s%s%s%s}%s".formatted(encoder, own, tokens, needed, pool);
    FusionFactory<?> operator = (FusionFactory<?>) CATALOG.find(PartKind.FUSION, fusion);
    String yaml =
        """
        data: shapes
        inputs:
          question: {modality: text, encoder: %s}
          picture: {%s, encoder: %s}
        fusion: {type: %s%s}
        task: {type: qa, target: answer, hidden: []}
        """
            .formatted(
                text ? tried : "{type: bag, " + WIDTH + "}",
                vector
                    ? "modality: vector, column: numbers, reader: {presence: true, standardise: false}"
                    : video
                        ? "modality: video, column: clip, reader: {size: 64}"
                        : "modality: image, reader: {size: 64}",
                text ? "{type: cnn, channels: [4, 8], " + WIDTH + "}" : tried,
                operator.type(),
                SMALL.containsKey(fusion) ? ", " + SMALL.get(fusion) : "");
    return SpecChecker.check(SpecReader.parse(yaml, "model.yaml"), CATALOG);
  }

  @ParameterizedTest(name = "{0} after {1}")
  @MethodSource("pairs")
  void everyParameterTrains(String fusion, String encoder) throws Exception {
    assertThat(training.untrained(spec(fusion, encoder, "")))
        .as("parameters without a gradient")
        .isSubsetOf(WITHOUT_INFLUENCE.getOrDefault(fusion, Set.of()));
  }

  @ParameterizedTest(name = "{0} with pool {1}")
  @MethodSource("pools")
  void everyPoolLeavesNothingUntrainedInTheEncoder(String encoder, Pool pool) throws Exception {
    String key = ", pool: " + pool.name().toLowerCase(Locale.ROOT);
    CheckedSpec spec = spec("concat", encoder, key);
    Set<String> untrained = training.untrained(spec);
    if (pool == Pool.FIRST) {
      // Before the first word there is no state that a recurrent network could use.
      untrained.removeIf(name -> name.endsWith(".weight_hh_l0"));
    }
    assertThat(untrained).as("parameters without a gradient").isEmpty();
  }

  @Test
  void thereIsSomethingToTry() {
    assertThat(CATALOG.failures()).isEmpty();
    assertThat(CATALOG.conflicts()).isEmpty();
    assertThat(new TreeSet<>(pairs().map(pair -> pair.get()[0]).toList()))
        .hasSizeGreaterThanOrEqualTo(36);
  }
}
