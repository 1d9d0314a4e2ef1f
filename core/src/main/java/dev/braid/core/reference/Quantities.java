package dev.braid.core.reference;

import dev.braid.api.model.FusionInputs;
import dev.braid.core.spec.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a formula stand for: options, widths and lengths.
 *
 * @param values by name
 * @param inputs width and length of each input, in order
 * @param main which of them is the main one
 */
public record Quantities(Map<String, Double> values, List<Sizes> inputs, int main) {

  /** The width and the length of an input. */
  record Sizes(double width, double length) {}

  /**
   * Those of an operator.
   *
   * @param options all of them, as a spec has them; numbers, switches and lists of one number count
   * @param lengths of the inputs' sequences, by name; 1 where there is none
   */
  public static Quantities of(
      Node.MapNode options, FusionInputs inputs, Map<String, Integer> lengths) {
    Map<String, Double> values = new LinkedHashMap<>();
    options
        .entries()
        .forEach(
            (name, entry) -> {
              Double number = number(entry.value());
              if (number != null) {
                values.put(name, number);
              }
            });
    List<Sizes> sizes = new ArrayList<>();
    for (String name : inputs.names()) {
      sizes.add(new Sizes(inputs.width(name), lengths.getOrDefault(name, 1)));
      put(values, Integer.toString(sizes.size()), sizes.get(sizes.size() - 1));
    }
    int main = main(options, inputs);
    put(values, "main", sizes.get(main));
    values.put("N", (double) sizes.size());
    values.put("D", sizes.stream().mapToDouble(Sizes::width).sum());
    values.put("T", sizes.stream().mapToDouble(Sizes::length).sum());
    return new Quantities(values, sizes, main);
  }

  private static int main(Node.MapNode options, FusionInputs inputs) {
    for (String option : List.of("main", "query")) {
      if (options.get(option) instanceof Node.ScalarNode scalar && scalar.value() != null) {
        return inputs.names().indexOf(scalar.value());
      }
    }
    return 0;
  }

  private static @Nullable Double number(Node node) {
    if (node instanceof Node.ListNode list && list.items().size() == 1) {
      return number(list.items().get(0));
    }
    Object value = node instanceof Node.ScalarNode scalar ? scalar.value() : null;
    if (value instanceof Boolean on) {
      return on ? 1.0 : 0.0;
    }
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  private static void put(Map<String, Double> values, String index, Sizes sizes) {
    values.put("d_" + index, sizes.width());
    values.put("T_" + index, sizes.length());
  }

  /** The value of a name. */
  double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "formula: no quantity '" + name + "'; known: " + String.join(", ", values.keySet()));
    }
    return value;
  }

  /**
   * What each term of a sum sees: {@code m} all inputs, {@code o} all but main, {@code ab} pairs.
   */
  List<Quantities> over(String index) {
    List<Quantities> terms = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      switch (index) {
        case "m" -> terms.add(with("m", i));
        case "o" -> {
          if (i != main) {
            terms.add(with("o", i));
          }
        }
        case "ab" -> {
          for (int j = i + 1; j < inputs.size(); j++) {
            terms.add(with("a", i).with("b", j));
          }
        }
        default -> throw new IllegalArgumentException("formula: nothing to sum over in Σ_" + index);
      }
    }
    return terms;
  }

  private Quantities with(String index, int input) {
    Map<String, Double> more = new LinkedHashMap<>(values);
    put(more, index, inputs.get(input));
    return new Quantities(more, inputs, main);
  }
}
