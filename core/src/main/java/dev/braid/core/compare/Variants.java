package dev.braid.core.compare;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.StartingWeights;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.ParameterGroups;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes variants of a base spec and checks each. */
final class Variants {

  /** Instead of values: every part of the kind that stands there. */
  static final String ALL = "*";

  private static final int LONGEST_ID = 60;
  private static final int DRAWS = 1000;

  private final Node.MapNode base;
  private final PartCatalog catalog;
  private final Set<String> ids = new HashSet<>();

  Variants(Node.MapNode base, PartCatalog catalog) {
    this.base = base;
    this.catalog = catalog;
  }

  /**
   * The variants of a sweep, in its order; one that cannot be checked has its error.
   *
   * @throws SpecException if none can be checked, with the problems of the first
   */
  List<Variant> of(Sweep sweep) throws SpecException {
    List<Axis> axes = new ArrayList<>();
    for (Axis axis : sweep.axes()) {
      if (axes.stream().anyMatch(other -> other.key().equals(axis.key()))) {
        throw SweepReader.fail(
            axis.position(), axis.key(), "varies twice; give all its values at once");
      }
      axes.add(axis instanceof Axis.Choice choice ? expand(choice) : axis);
    }
    List<Variant> variants = new ArrayList<>();
    SpecException first = null;
    Set<List<Change>> combinations = combine(axes, sweep.settings());
    Labels labels = new Labels(combinations);
    for (List<Change> changes : combinations) {
      String label = labels.of(changes);
      String id = id(changes);
      try {
        Node.MapNode tree = base;
        for (Change change : changes) {
          tree = Overrides.set(tree, change.key(), change.value(), change.position());
        }
        CheckedSpec spec = SpecChecker.check(tree, catalog);
        variants.add(new Variant(Leaderboard.Kind.VARIANT, id, label, changes, spec, null));
      } catch (SpecException e) {
        first = first == null ? e : first;
        variants.add(
            new Variant(
                Leaderboard.Kind.VARIANT,
                id,
                label,
                changes,
                null,
                e.problems().get(0).toString()));
      }
    }
    if (first != null && variants.stream().allMatch(variant -> variant.spec() == null)) {
      throw first;
    }
    return variants;
  }

  /**
   * Each input alone, with the base spec's settings; none where the spec has one input only.
   *
   * @param groups what the patterns of {@code training.groups} match in a spec's model; empty where
   *     that cannot be known, and then they all stay
   */
  List<Variant> alone(Function<CheckedSpec, Optional<ParameterGroups>> groups) {
    List<Variant> alone = new ArrayList<>();
    if (!(base.get("inputs") instanceof Node.MapNode inputs) || inputs.entries().size() < 2) {
      return alone;
    }
    for (String input : inputs.entries().keySet()) {
      String id = unique("only-" + input.replace('_', '-'));
      List<Change> changes = List.of();
      try {
        Alone only = new Alone(base, inputs, input);
        changes = only.changes();
        CheckedSpec spec = SpecChecker.check(only.spec(), catalog);
        if (spec.weights() != null) {
          only = only.starting(input, spec.weights(), StartingWeights.names(spec));
          changes = only.changes();
          spec = SpecChecker.check(only.spec(), catalog);
        }
        Optional<ParameterGroups> matches =
            spec.training().groups().isEmpty() ? Optional.empty() : groups.apply(spec);
        if (matches.isPresent()) {
          only = only.matching(matches.get());
          changes = only.changes();
          spec = SpecChecker.check(only.spec(), catalog);
        }
        alone.add(new Variant(Leaderboard.Kind.ALONE, id, input + " alone", changes, spec, null));
      } catch (SpecException e) {
        String error = e.problems().get(0).toString();
        alone.add(new Variant(Leaderboard.Kind.ALONE, id, input + " alone", changes, null, error));
      }
    }
    return alone;
  }

  private Axis.Choice expand(Axis.Choice axis) throws SpecException {
    List<Node> values = new ArrayList<>();
    for (Node value : axis.values()) {
      if (value instanceof Node.ScalarNode scalar && scalar.text().equals(ALL)) {
        PartKind kind =
            switch (axis.key()) {
              case "fusion" -> PartKind.FUSION;
              case "training.optimizer" -> PartKind.OPTIMIZER;
              default ->
                  throw SweepReader.fail(
                      axis.position(),
                      axis.key(),
                      "'*' stands for every part of 'fusion' or of 'training.optimizer'; list the"
                          + " values");
            };
        catalog.names(kind).forEach(name -> values.add(Sweep.scalar(name, axis.position())));
      } else {
        values.add(value);
      }
    }
    return new Axis.Choice(axis.key(), axis.position(), values);
  }

  private static Set<List<Change>> combine(List<Axis> axes, Sweep.Settings settings)
      throws SpecException {
    boolean draws =
        settings.mode() == Sweep.Mode.RANDOM
            || (settings.mode() == Sweep.Mode.HALVING && settings.trials() != null);
    if (draws) {
      return draw(axes, settings);
    }
    List<Axis.Choice> choices = new ArrayList<>();
    for (Axis axis : axes) {
      if (!(axis instanceof Axis.Choice choice)) {
        throw SweepReader.fail(
            axis.position(),
            axis.key(),
            "a range has no first and last value; list the values, or draw with mode: random and"
                + " trials");
      }
      choices.add(choice);
    }
    return settings.mode() == Sweep.Mode.ZIP ? zip(choices) : grid(choices);
  }

  private static Set<List<Change>> grid(List<Axis.Choice> axes) {
    Set<List<Change>> all = new LinkedHashSet<>(List.of(List.of()));
    for (Axis.Choice axis : axes) {
      Set<List<Change>> longer = new LinkedHashSet<>();
      for (List<Change> changes : all) {
        for (Node value : axis.values()) {
          List<Change> more = new ArrayList<>(changes);
          more.add(new Change(axis.key(), value, axis.position()));
          longer.add(more);
        }
      }
      all = longer;
    }
    return distinct(all);
  }

  private static Set<List<Change>> zip(List<Axis.Choice> axes) throws SpecException {
    Set<List<Change>> all = new LinkedHashSet<>();
    int length = axes.get(0).values().size();
    for (Axis.Choice axis : axes) {
      if (axis.values().size() != length) {
        throw SweepReader.fail(
            axis.position(),
            axis.key(),
            "zipped keys have equally many values, but this has %d and %s has %d"
                .formatted(axis.values().size(), axes.get(0).key(), length));
      }
    }
    for (int i = 0; i < length; i++) {
      List<Change> changes = new ArrayList<>();
      for (Axis.Choice axis : axes) {
        changes.add(new Change(axis.key(), axis.values().get(i), axis.position()));
      }
      all.add(changes);
    }
    return distinct(all);
  }

  /** Where a value is written twice, its variant is tried once. */
  private static Set<List<Change>> distinct(Set<List<Change>> all) {
    Map<String, List<Change>> byText = new LinkedHashMap<>();
    all.forEach(changes -> byText.putIfAbsent(changes.toString(), changes));
    return new LinkedHashSet<>(byText.values());
  }

  /** Draws until there are enough different ones, or until new ones no longer turn up. */
  private static Set<List<Change>> draw(List<Axis> axes, Sweep.Settings settings)
      throws SpecException {
    Integer wanted = settings.trials();
    if (wanted == null) {
      throw SweepReader.fail(
          axes.get(0).position(), "trials", "says how many variants mode random draws");
    }
    SplittableRandom random = new SplittableRandom(settings.seed());
    Map<String, List<Change>> drawn = new LinkedHashMap<>();
    for (int misses = 0; drawn.size() < wanted && misses < DRAWS; ) {
      List<Change> changes = new ArrayList<>();
      for (Axis axis : axes) {
        changes.add(new Change(axis.key(), value(axis, random), axis.position()));
      }
      misses = drawn.putIfAbsent(changes.toString(), changes) == null ? 0 : misses + 1;
    }
    return new LinkedHashSet<>(drawn.values());
  }

  /** A range gives numbers of four digits, which can be typed again. */
  private static Node value(Axis axis, SplittableRandom random) {
    if (axis instanceof Axis.Choice choice) {
      return choice.values().get(random.nextInt(choice.values().size()));
    }
    Axis.Range range = (Axis.Range) axis;
    double low = range.log() ? Math.log(range.min()) : range.min();
    double high = range.log() ? Math.log(range.max()) : range.max();
    double drawn = low + random.nextDouble() * (high - low);
    double value = range.log() ? Math.exp(drawn) : drawn;
    if (range.whole()) {
      return Sweep.scalar(Math.round(value), range.position());
    }
    double digits =
        new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue();
    return Sweep.scalar(Math.min(range.max(), Math.max(range.min(), digits)), range.position());
  }

  private String id(List<Change> changes) {
    String text =
        changes.stream()
            .map(change -> dev.braid.core.spec.SpecWriter.flow(change.value()))
            .map(value -> value.replaceFirst("^\\{type: ", ""))
            .map(value -> value.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", ""))
            .collect(Collectors.joining("_"));
    String plain = text.isEmpty() || !Character.isLetterOrDigit(text.charAt(0)) ? "v" + text : text;
    return unique(plain.substring(0, Math.min(LONGEST_ID, plain.length())));
  }

  private String unique(String id) {
    String free = id;
    for (int i = 2; !ids.add(free); i++) {
      free = id + "-v" + i;
    }
    return free;
  }
}
