package dev.braid.core.check;

import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.PartFactory;
import dev.braid.api.Problems;
import dev.braid.api.ReaderFactory;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Intake;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.PartOptions;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the part that a node names, binds its options and asks it what it makes of them. */
final class PartBinder {

  private final PartCatalog catalog;
  private final ProblemList problems;
  private final PartOptions nested;
  private final IdentityHashMap<Record, Node.MapNode> nodes = new IdentityHashMap<>();

  PartBinder(PartCatalog catalog, ProblemList problems) {
    this.catalog = catalog;
    this.problems = problems;
    this.nested = new NestedParts(catalog, this, problems);
  }

  /**
   * A part of a spec.
   *
   * @param complete its mapping with type and defaults filled in
   * @param shared the options that every part of its kind has, where there are any
   */
  record Part<F extends PartFactory<?>>(
      Bound<F> bound, Node.MapNode complete, @Nullable Record shared) {}

  /**
   * A part that a spec names and that exists; its options are not looked at yet.
   *
   * @param map its options as given
   * @param position for problems with the part as a whole
   */
  record Named<F extends PartFactory<?>>(
      PartKind kind,
      F factory,
      Node.MapNode map,
      Node.ScalarNode type,
      Position position,
      String path) {}

  /** Finds and binds a part, or reports. */
  <F extends PartFactory<?>> @Nullable Part<F> part(
      PartKind kind, @Nullable Node node, Position around, String path, @Nullable String type) {
    Named<F> named = find(kind, node, around, path, type, catalog.names(kind));
    return named == null ? null : bind(named);
  }

  /**
   * Finds a part, or reports.
   *
   * @param node a name, or a mapping with the key {@code type}; null where it was left out
   * @param around where to report problems with a part that was left out
   * @param byDefault the type where the node or its type is left out, or null
   * @param offered the names that fit here, for messages
   */
  @SuppressWarnings("unchecked") // the catalog keeps each kind's factories under that kind
  <F extends PartFactory<?>> @Nullable Named<F> find(
      PartKind kind,
      @Nullable Node node,
      Position around,
      String path,
      @Nullable String byDefault,
      List<String> offered) {
    Position at = node == null ? around : node.position();
    Node.MapNode map = node instanceof Node.MapNode given ? given : new Node.MapNode(at, Map.of());
    Node type = node instanceof Node.MapNode ? map.get("type") : node;
    if (type == null && byDefault != null) {
      type = new Node.ScalarNode(new Position(OptionRecords.DEFAULT, 0, 0), byDefault, byDefault);
    } else if (type != null) {
      at = type.position();
    }
    if (type == null) {
      if (node != null) {
        missingType(kind, map, path, offered);
      }
      return null;
    }
    if (!(type instanceof Node.ScalarNode scalar) || scalar.value() == null) {
      String wanted = node == type ? " or a mapping with its type" : "";
      problems.add(
          at, path, "wants the name of %s%s%s".formatted(kind.one(), wanted, known(kind, offered)));
      return null;
    }
    String name = scalar.text();
    PartFactory<?> factory = catalog.find(kind, name);
    if (factory == null) {
      problems.add(
          at,
          path,
          "unknown %s '%s'%s"
              .formatted(
                  kind.label(),
                  name.length() > 80 ? name.substring(0, 80) + "…" : name,
                  Nearest.ending(name, Nearest.first(name, offered), none(kind))));
      return null;
    }
    return new Named<>(kind, (F) factory, map, scalar, at, path);
  }

  private void missingType(PartKind kind, Node.MapNode map, String path, List<String> offered) {
    List<String> near = Nearest.of("type", map.entries().keySet());
    Node.Entry meant = near.isEmpty() ? null : map.entries().get(near.get(0));
    if (meant != null) {
      problems.add(
          meant.keyPosition(),
          path + "." + near.get(0),
          "unknown option; did you mean 'type', which names the %s?".formatted(kind.label()));
      return;
    }
    problems.add(
        map.position(),
        path + ".type",
        "is missing; it names the %s%s".formatted(kind.label(), known(kind, offered)));
  }

  /** Binds the options of a part, or reports. */
  @SuppressWarnings("unchecked") // the factory of the result is the factory that was given
  <F extends PartFactory<?>> @Nullable Part<F> bind(Named<F> named) {
    PartFactory<?> factory = named.factory();
    return (Part<F>) bind(factory, named);
  }

  private <O extends Record> @Nullable Part<PartFactory<O>> bind(
      PartFactory<O> factory, Named<?> named) {
    Node.MapNode map = named.map();
    Position at = named.position();
    String path = named.path();
    String owner = named.kind().label() + " '" + factory.type() + "'";
    List<String> others = new ArrayList<>(List.of("type"));
    named.kind().sharedOptions().forEach(option -> others.add(option.name()));
    OptionRecords.Result<O> result =
        OptionRecords.bind(map, factory.options(), owner, path, others, nested, problems);
    Class<? extends Record> sharedType = named.kind().shared();
    OptionRecords.Result<? extends Record> shared =
        sharedType == null ? null : shared(map, sharedType, others, owner, path);
    if (result == null || (sharedType != null && shared == null)) {
      return null;
    }
    nodes.put(result.value(), map);
    Problems reporter = reporter(map, at, path);
    int before = problems.size();
    guard(
        factory,
        at,
        path,
        () -> {
          factory.check(result.value(), reporter);
          return result;
        });
    if (problems.size() > before) {
      return null;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    entries.put("type", new Node.Entry(named.type().position(), named.type()));
    entries.putAll(result.complete().entries());
    if (shared != null) {
      entries.putAll(shared.complete().entries());
    }
    return new Part<>(
        new Bound<>(factory, result.value(), at),
        new Node.MapNode(map.position(), entries),
        shared == null ? null : shared.value());
  }

  /** Binds what every part of a kind has beside its own options. */
  private <S extends Record> OptionRecords.@Nullable Result<S> shared(
      Node.MapNode map, Class<S> type, List<String> keys, String owner, String path) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(map.entries());
    entries.keySet().retainAll(keys);
    return OptionRecords.bind(
        new Node.MapNode(map.position(), entries), type, owner, path, List.of("type"), problems);
  }

  @Nullable FeatureSpec features(Bound<ReaderFactory<?>> reader, String path) {
    return features(reader.factory(), reader, path);
  }

  private <O extends Record> @Nullable FeatureSpec features(
      ReaderFactory<O> factory, Bound<?> bound, String path) {
    O options = factory.options().cast(bound.options());
    return guard(factory, bound.position(), path, () -> factory.features(options));
  }

  @Nullable EncodingSpec encode(
      Bound<EncoderFactory<?>> encoder, FeatureSpec features, String path) {
    return encode(encoder.factory(), encoder, features, path);
  }

  private <O extends Record> @Nullable EncodingSpec encode(
      EncoderFactory<O> factory, Bound<?> bound, FeatureSpec features, String path) {
    O options = factory.options().cast(bound.options());
    return guard(factory, bound.position(), path, () -> sound(factory.output(options, features)));
  }

  /** The form a fusion operator works on, or null where it fails to tell. */
  @Nullable Form wants(Bound<FusionFactory<?>> fusion) {
    return wants(fusion.factory(), fusion);
  }

  private <O extends Record> @Nullable Form wants(FusionFactory<O> factory, Bound<?> bound) {
    O options = factory.options().cast(bound.options());
    return guard(factory, bound.position(), "fusion", () -> factory.wants(options));
  }

  /** The options of a task with balanced class weights, or null where it has no classes. */
  @Nullable Record balanced(Bound<TaskFactory<?>> task) {
    return balanced(task.factory(), task);
  }

  private <O extends Record> @Nullable Record balanced(TaskFactory<O> factory, Bound<?> bound) {
    O options = factory.options().cast(bound.options());
    Optional<Record> weighted =
        guard(
            factory,
            bound.position(),
            "task",
            () -> Optional.ofNullable(factory.balanced(options)));
    return weighted == null ? null : weighted.orElse(null);
  }

  /** What a task takes from a model with these inputs, or null where that is a problem. */
  @Nullable Intake intake(Bound<TaskFactory<?>> task, List<String> inputs) {
    return intake(task.factory(), task, inputs);
  }

  private <O extends Record> @Nullable Intake intake(
      TaskFactory<O> factory, Bound<?> bound, List<String> inputs) {
    O options = factory.options().cast(bound.options());
    Problems reporter = reporter(given(bound), bound.position(), "task");
    int before = problems.size();
    Intake intake =
        guard(
            factory,
            bound.position(),
            "task",
            () -> {
              Intake taken = factory.intake(options, inputs, reporter);
              if (problems.size() == before && !inputs.containsAll(taken.used())) {
                throw new IllegalStateException("it takes inputs that there are not: " + taken);
              }
              return taken;
            });
    return problems.size() > before ? null : intake;
  }

  private Node.MapNode given(Bound<?> bound) {
    Node.MapNode map = nodes.get(bound.options());
    return map == null ? new Node.MapNode(bound.position(), Map.of()) : map;
  }

  @Nullable EncodingSpec fuse(Bound<FusionFactory<?>> fusion, FusionInputs inputs) {
    return fuse(fusion.factory(), fusion, inputs);
  }

  private <O extends Record> @Nullable EncodingSpec fuse(
      FusionFactory<O> factory, Bound<?> bound, FusionInputs inputs) {
    O options = factory.options().cast(bound.options());
    Problems reporter = reporter(given(bound), bound.position(), "fusion");
    int before = problems.size();
    EncodingSpec spec =
        guard(
            factory,
            bound.position(),
            "fusion",
            () -> {
              EncodingSpec output = factory.output(options, inputs, reporter);
              return problems.size() > before ? EncodingSpec.pooled(1) : sound(output);
            });
    return problems.size() > before ? null : spec;
  }

  /** An encoding that something can be built for. */
  private static @Nullable EncodingSpec sound(@Nullable EncodingSpec spec) {
    if (spec != null && (spec.width() < 1 || spec.forms().isEmpty())) {
      throw new IllegalStateException("it announces an encoding that cannot be: " + spec);
    }
    return spec;
  }

  /** A problem of an option stands where the option stands, or the part where it was left out. */
  private Problems reporter(Node.MapNode map, Position at, String path) {
    return (option, message) -> {
      Node node = map.get(option);
      problems.add(
          node == null ? at : node.position(),
          option.isEmpty() ? path : path + "." + option,
          message);
    };
  }

  /** An exception of a part, or null where a value is due, is the part's fault, and said so. */
  private <T> @Nullable T guard(
      PartFactory<?> factory, Position at, String path, Supplier<@Nullable T> call) {
    String fault;
    try {
      T value = call.get();
      if (value != null) {
        return value;
      }
      fault = "it returned null";
    } catch (RuntimeException | LinkageError e) {
      fault = e.toString().lines().findFirst().orElse("");
    }
    problems.add(
        at,
        path,
        "'%s' failed; this is a fault of %s, not of the spec: %s"
            .formatted(factory.type(), catalog.origin(factory), fault));
    return null;
  }

  private static String none(PartKind kind) {
    return "there is no " + kind.label() + " on the class path";
  }

  private static String known(PartKind kind, List<String> names) {
    return names.isEmpty() ? "; " + none(kind) : ". Known: " + String.join(", ", names);
  }
}
