package dev.braid.core.check;

import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.PartFactory;
import dev.braid.api.Problems;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the part that a node names, binds its options and asks it what it makes of them. */
final class PartBinder {

  private final PartCatalog catalog;
  private final ProblemList problems;
  private final IdentityHashMap<Record, Node.MapNode> nodes = new IdentityHashMap<>();

  PartBinder(PartCatalog catalog, ProblemList problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  /**
   * A part of a spec.
   *
   * @param complete its mapping with type and defaults filled in
   */
  record Part<F extends PartFactory<?>>(Bound<F> bound, Node.MapNode complete) {}

  /**
   * Binds a part, or reports.
   *
   * @param node a name, or a mapping with the key {@code type}
   * @param byDefault the type where the node or its type is left out, or null
   */
  @SuppressWarnings("unchecked") // the catalog keeps each kind's factories under that kind
  <F extends PartFactory<?>> @Nullable Part<F> part(
      PartKind kind, @Nullable Node node, String path, @Nullable String byDefault) {
    Position nowhere = new Position(OptionRecords.DEFAULT, 0, 0);
    Node.MapNode map;
    Node type;
    if (node == null) {
      if (byDefault == null) {
        return null;
      }
      map = new Node.MapNode(nowhere, Map.of());
      type = new Node.ScalarNode(nowhere, byDefault, byDefault);
    } else if (node instanceof Node.ScalarNode scalar && scalar.value() instanceof String) {
      map = new Node.MapNode(scalar.position(), Map.of());
      type = scalar;
    } else if (node instanceof Node.MapNode given) {
      map = given;
      Node named = given.get("type");
      if (named == null && byDefault == null) {
        problems.add(
            given.position(),
            path + ".type",
            "is missing; it names the %s. Known: %s".formatted(kind.label(), known(kind)));
        return null;
      }
      type = named != null ? named : new Node.ScalarNode(nowhere, byDefault, "" + byDefault);
    } else {
      problems.add(
          node.position(),
          path,
          "wants the name of a %s or a mapping with its type. Known: %s"
              .formatted(kind.label(), known(kind)));
      return null;
    }
    String name = type instanceof Node.ScalarNode scalar ? scalar.text() : "";
    PartFactory<?> factory = catalog.find(kind, name);
    if (factory == null) {
      List<String> near = Nearest.of(name, catalog.names(kind));
      problems.add(
          type.position(),
          path,
          "unknown %s '%s'%s Known: %s"
              .formatted(
                  kind.label(),
                  name,
                  near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?",
                  known(kind)));
      return null;
    }
    Position at = node == null ? nowhere : type.position();
    return (Part<F>) bind(kind, factory, map, type, at, path);
  }

  private <O extends Record> @Nullable Part<PartFactory<O>> bind(
      PartKind kind,
      PartFactory<O> factory,
      Node.MapNode map,
      Node type,
      Position at,
      String path) {
    String owner = kind.label() + " '" + factory.type() + "'";
    OptionRecords.Result<O> result =
        OptionRecords.bind(map, factory.options(), owner, path, List.of("type"), problems);
    if (result == null) {
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
    entries.put("type", new Node.Entry(type.position(), type));
    entries.putAll(result.complete().entries());
    return new Part<>(
        new Bound<>(factory, result.value(), at), new Node.MapNode(map.position(), entries));
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
    return guard(factory, bound.position(), path, () -> factory.output(options, features));
  }

  @Nullable EncodingSpec fuse(Bound<FusionFactory<?>> fusion, FusionInputs inputs) {
    return fuse(fusion.factory(), fusion, inputs);
  }

  private <O extends Record> @Nullable EncodingSpec fuse(
      FusionFactory<O> factory, Bound<?> bound, FusionInputs inputs) {
    O options = factory.options().cast(bound.options());
    Node.MapNode map = nodes.get(bound.options());
    Problems reporter =
        reporter(
            map == null ? new Node.MapNode(bound.position(), Map.of()) : map,
            bound.position(),
            "fusion");
    int before = problems.size();
    EncodingSpec spec =
        guard(factory, bound.position(), "fusion", () -> factory.output(options, inputs, reporter));
    return problems.size() > before ? null : spec;
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

  /** An exception of a part is the part's fault, and said so. */
  private <T> @Nullable T guard(
      PartFactory<?> factory, Position at, String path, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError e) {
      problems.add(
          at,
          path,
          "'%s' failed (%s): %s"
              .formatted(
                  factory.type(),
                  catalog.origin(factory),
                  e.getMessage() == null ? e.toString() : e.getMessage()));
      return null;
    }
  }

  private String known(PartKind kind) {
    return String.join(", ", catalog.names(kind));
  }
}
