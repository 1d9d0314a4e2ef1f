package dev.braid.core.parts;

import dev.braid.api.BraidPlugin;
import dev.braid.api.Modality;
import dev.braid.api.PartFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All parts that were found, by kind and type name, and what could not be loaded. */
public final class PartCatalog {

  private final Map<PartKind, Map<String, CatalogEntry>> entries = new EnumMap<>(PartKind.class);
  private final List<LoadFailure> failures = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();

  private PartCatalog() {
    for (PartKind kind : PartKind.values()) {
      entries.put(kind, new TreeMap<>());
    }
  }

  /** The parts that a class loader sees. A plugin that fails does not take the others down. */
  public static PartCatalog discover(ClassLoader loader) {
    PartCatalog catalog = new PartCatalog();
    PluginLoader.load(loader, catalog.failures).forEach(catalog::add);
    return catalog;
  }

  /** The parts of given plugins. */
  public static PartCatalog of(List<? extends BraidPlugin> plugins) {
    PartCatalog catalog = new PartCatalog();
    plugins.forEach(catalog::add);
    return catalog;
  }

  private void add(BraidPlugin plugin) {
    for (PartKind kind : PartKind.values()) {
      try {
        for (PartFactory<?> part : kind.of(plugin)) {
          if (part == null) {
            String hole = kind.label() + ": there is null where a part should be";
            failures.add(PluginLoader.failure(plugin.getClass(), hole));
          } else {
            add(kind, part);
          }
        }
      } catch (RuntimeException | LinkageError e) {
        failures.add(
            PluginLoader.failure(
                plugin.getClass(),
                "its list of " + kind.label() + "s fails: " + PluginLoader.reason(e)));
      }
    }
  }

  private void add(PartKind kind, PartFactory<?> part) {
    String wrong = PartRules.broken(kind, part);
    if (wrong != null) {
      failures.add(PluginLoader.failure(part.getClass(), kind.label() + ": " + wrong));
      return;
    }
    CatalogEntry entry = new CatalogEntry(kind, part, PluginLoader.location(part.getClass()));
    CatalogEntry first = all(kind).putIfAbsent(part.type(), entry);
    if (first != null) {
      conflicts.add(
          "two parts are named %s '%s': %s and %s; remove one of the jars or rename the part"
              .formatted(kind.label(), part.type(), first.origin(), entry.origin()));
    }
  }

  private Map<String, CatalogEntry> all(PartKind kind) {
    Map<String, CatalogEntry> map = entries.get(kind);
    if (map == null) {
      throw new IllegalStateException("no map for " + kind);
    }
    return map;
  }

  /** All parts, by kind and name. */
  public List<CatalogEntry> entries() {
    return entries.values().stream().map(Map::values).flatMap(Collection::stream).toList();
  }

  /** What could not be loaded. */
  public List<LoadFailure> failures() {
    return failures.stream().sorted(Comparator.comparing(LoadFailure::name)).toList();
  }

  /** Pairs of parts with one name; no spec can be checked while there are any. */
  public List<String> conflicts() {
    return List.copyOf(conflicts);
  }

  /** The names of a kind, sorted. */
  public List<String> names(PartKind kind) {
    return List.copyOf(all(kind).keySet());
  }

  /** The parts of a kind that are of a modality, sorted. */
  public List<String> names(PartKind kind, Modality modality) {
    return all(kind).values().stream()
        .filter(entry -> modality.equals(entry.modality()))
        .map(entry -> entry.factory().type())
        .toList();
  }

  /** The names of all modalities that a reader or an encoder knows. */
  public List<String> modalities() {
    TreeSet<String> names = new TreeSet<>();
    for (PartKind kind : List.of(PartKind.READER, PartKind.ENCODER)) {
      all(kind).values().stream()
          .map(CatalogEntry::modality)
          .filter(Objects::nonNull)
          .forEach(modality -> names.add(modality.name()));
    }
    return List.copyOf(names);
  }

  /** A part by kind and name, or null. */
  public @Nullable PartFactory<?> find(PartKind kind, String type) {
    CatalogEntry entry = all(kind).get(type);
    return entry == null ? null : entry.factory();
  }

  /** The class of a part and the jar or folder that it came from. */
  public String origin(PartFactory<?> part) {
    return part.getClass().getName() + " (" + PluginLoader.location(part.getClass()) + ")";
  }
}
