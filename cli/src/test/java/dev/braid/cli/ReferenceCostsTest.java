package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.FusionFactory;
import dev.braid.api.Reference;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.cost.Ledger;
import dev.braid.core.cost.SymbolicManager;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.reference.Example;
import dev.braid.core.reference.Formula;
import dev.braid.core.reference.Quantities;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The formulas on the pages are exact: parameters and width of the built block and what it counts
 * as work, for equal and unequal widths, two and three inputs, and each number among the options
 * changed.
 */
class ReferenceCostsTest {

  private static final int WIDTH = 64;
  private static final Map<String, Integer> LENGTHS = Map.of("input1", 7, "input2", 5, "input3", 3);

  private static final PartCatalog CATALOG =
      PartCatalog.discover(ReferenceCostsTest.class.getClassLoader());

  static Stream<String> operators() {
    return CATALOG.names(PartKind.FUSION).stream();
  }

  private static FusionInputs inputs(int... widths) {
    Map<String, Integer> map = new LinkedHashMap<>();
    for (int width : widths) {
      map.put("input" + (map.size() + 1), width);
    }
    return new FusionInputs(map);
  }

  private static Example<?> example(String operator, String options, FusionInputs inputs)
      throws SpecException {
    return Example.of(
        (FusionFactory<?>) Objects.requireNonNull(CATALOG.find(PartKind.FUSION, operator)),
        options,
        inputs);
  }

  /**
   * The operator's example, for these inputs, then with one number after the other doubled where
   * that is possible.
   */
  private static List<Example<?>> variants(String operator, FusionInputs inputs)
      throws SpecException {
    FusionFactory<?> factory =
        (FusionFactory<?>) Objects.requireNonNull(CATALOG.find(PartKind.FUSION, operator));
    Example<?> plain = example(operator, Example.options(factory, WIDTH), inputs);
    List<Example<?>> variants = new ArrayList<>(List.of(plain));
    for (String changed : plain.complete().entries().keySet()) {
      String options =
          plain.complete().entries().entrySet().stream()
              .map(
                  entry ->
                      entry.getKey()
                          + ": "
                          + text(entry.getValue().value(), entry.getKey().equals(changed)))
              .collect(Collectors.joining(", "));
      try {
        variants.add(example(operator, options, inputs));
      } catch (SpecException refused) {
        // Such as a core of 128^4 values.
        assertThat(refused).hasMessageContaining("that one weight may");
      }
    }
    return variants;
  }

  private static String text(Node node, boolean doubled) {
    if (node instanceof Node.ListNode list) {
      return list.items().stream()
          .map(item -> text(item, doubled))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    Node.ScalarNode scalar = (Node.ScalarNode) node;
    return doubled && scalar.value() instanceof Long number
        ? Long.toString(number == 0 ? 1 : 2 * number)
        : scalar.text();
  }

  private static double sum(List<String> formulas, Quantities quantities) {
    return formulas.stream()
        .filter(formula -> !formula.isEmpty())
        .mapToDouble(formula -> Formula.of(formula).value(quantities))
        .sum();
  }

  private static void check(String operator, FusionInputs inputs) throws SpecException {
    for (Example<?> variant : variants(operator, inputs)) {
      Quantities quantities = Quantities.of(variant.complete(), inputs, LENGTHS);
      Reference reference = variant.factory().reference();
      String what = operator + " " + inputs.widths().values() + " " + variant.options();
      assertThat(
              sum(reference.costs().stream().map(Reference.Cost::parameters).toList(), quantities))
          .as("parameters of " + what)
          .isEqualTo(variant.block().parameterCount());
      assertThat(sum(reference.costs().stream().map(Reference.Cost::macs).toList(), quantities))
          .as("multiply-accumulates of " + what)
          .isEqualTo(macs(variant));
      assertThat(Formula.of(reference.width()).value(quantities))
          .as("width of " + what)
          .isEqualTo(variant.output().width());
    }
  }

  /** Those of one sample, counted on arrays without values. */
  private static long macs(Example<?> example) {
    Ledger ledger = new Ledger();
    try (NDManager manager = SymbolicManager.counting(ledger)) {
      Fusion block = example.block();
      SymbolicManager.initialize(block, manager, 1);
      Map<String, Encoding> encodings = new LinkedHashMap<>();
      example
          .inputs()
          .widths()
          .forEach((name, width) -> encodings.put(name, encoding(name, width, manager)));
      block.fuse(encodings, false);
      return ledger.macs();
    }
  }

  /** In both forms, of which the operator takes its own. */
  private static Encoding encoding(String name, int width, NDManager manager) {
    int length = LENGTHS.getOrDefault(name, 1);
    return new Encoding(
        manager.create(new Shape(1, length, width), DataType.FLOAT32),
        manager.create(new Shape(1, length), DataType.BOOLEAN),
        manager.create(new Shape(1, width), DataType.FLOAT32),
        manager.create(new Shape(1), DataType.BOOLEAN));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void parametersAndWidthAreThoseOfTheBlock(String operator) throws SpecException {
    check(operator, inputs(WIDTH, WIDTH));
    check(operator, inputs(48, 80));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void andSoAreThoseForThreeInputs(String operator) throws SpecException {
    if (!operator.equals("bilinear-attention")) {
      check(operator, inputs(48, 80, 24));
    }
  }
}
