package dev.braid.api.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a task takes from the model.
 *
 * @param fused the inputs that the fusion operator gets, in the order of the spec; empty where the
 *     task compares inputs and fuses none, and then the spec names no operator
 * @param alone the inputs whose own encodings the head takes too, each in these forms
 */
public record Intake(List<String> fused, Map<String, Set<Form>> alone) {

  /** Keeps copies. */
  public Intake {
    fused = List.copyOf(fused);
    alone = Collections.unmodifiableMap(new LinkedHashMap<>(alone));
  }

  /** One encoding of all these inputs and nothing else. */
  public static Intake fusing(List<String> inputs) {
    return new Intake(inputs, Map.of());
  }

  /** The same, and an input's own encoding in this form. */
  public Intake with(String input, Form form) {
    Map<String, Set<Form>> more = new LinkedHashMap<>(alone);
    Set<Form> forms = EnumSet.of(form);
    forms.addAll(more.getOrDefault(input, Set.of()));
    more.put(input, forms);
    return new Intake(fused, more);
  }

  /** Every input that is taken, by name. */
  public Set<String> used() {
    Set<String> used = new TreeSet<>(fused);
    used.addAll(alone.keySet());
    return used;
  }
}
