package dev.braid.fusion;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One value for each input (an array, a layer, a parameter), in the inputs' order. */
final class PerInput<T> {

  private final Map<String, T> values;

  private PerInput(Map<String, T> values) {
    this.values = values;
  }

  /** Makes each input's value from its name. */
  static <T> PerInput<T> of(Collection<String> names, Function<String, T> make) {
    Map<String, T> values = new LinkedHashMap<>();
    names.forEach(name -> values.put(name, make.apply(name)));
    return new PerInput<>(values);
  }

  /** The value of an input that must be there. */
  T get(String name) {
    T value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no input '" + name + "' among " + values.keySet());
    }
    return value;
  }

  /** A value for each input from its name and the value here. */
  <R> PerInput<R> map(BiFunction<String, T, R> function) {
    return of(values.keySet(), name -> function.apply(name, get(name)));
  }

  /** These values, but the others' where they have one. */
  PerInput<T> with(PerInput<T> others) {
    Map<String, T> merged = new LinkedHashMap<>(values);
    merged.putAll(others.values);
    return new PerInput<>(merged);
  }

  /** The values in order. */
  List<T> list() {
    return List.copyOf(values.values());
  }

  /** The values of all inputs but one, in order. */
  List<T> others(String name) {
    return values.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }
}
