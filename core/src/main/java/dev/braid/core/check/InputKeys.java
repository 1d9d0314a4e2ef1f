package dev.braid.core.check;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.PartFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one input: {@code modality}, {@code column}, {@code reader}, {@code augment}, {@code
 * encoder}, {@code pool}, {@code cache}.
 */
final class InputKeys {

  private static final List<String> KEYS =
      List.of("augment", "cache", "column", "encoder", "modality", "pool", "reader");

  private InputKeys() {}

  static void unknown(Node.MapNode map, String path, ProblemList problems) {
    map.entries()
        .forEach(
            (key, entry) -> {
              if (!KEYS.contains(key)) {
                problems.add(
                    entry.keyPosition(),
                    path + "." + key,
                    "unknown key of an input" + Nearest.ending(key, KEYS, ""));
              }
            });
  }

  static @Nullable Modality modality(
      Node.MapNode map, String path, PartCatalog catalog, ProblemList problems) {
    Node node = map.get("modality");
    List<String> known = catalog.modalities();
    if (node == null) {
      problems.add(
          map.position(),
          path + ".modality",
          "is missing; it is the kind of the input. Known: " + String.join(", ", known));
      return null;
    }
    if (!(node instanceof Node.ScalarNode scalar) || scalar.value() == null) {
      problems.add(
          node.position(),
          path + ".modality",
          "wants the name of a modality. Known: " + String.join(", ", known));
      return null;
    }
    String text = scalar.text();
    if (known.contains(text)) {
      return new Modality(text);
    }
    problems.add(
        node.position(),
        path + ".modality",
        "unknown modality '%s'%s"
            .formatted(
                text, Nearest.ending(text, Nearest.first(text, known), "no reader has one")));
    return null;
  }

  /** The column, or a list of several; by default the one with the input's name. */
  static Node column(Node.MapNode map, String name, String path, ProblemList problems) {
    Position at = new Position(OptionRecords.DEFAULT, 0, 0);
    Node node = map.get("column");
    if (node != null && isName(node)) {
      return node;
    }
    if (node instanceof Node.ListNode list
        && !list.items().isEmpty()
        && list.items().stream().allMatch(InputKeys::isName)) {
      List<String> columns = columns(node);
      if (new HashSet<>(columns).size() == columns.size()) {
        return node;
      }
      problems.add(node.position(), path + ".column", "names a column twice");
    } else if (node != null) {
      problems.add(
          node.position(),
          path + ".column",
          "wants the name of a column of the data, or a list of names such as [a, b]");
    }
    return new Node.ScalarNode(at, name, name);
  }

  private static boolean isName(Node node) {
    return node instanceof Node.ScalarNode scalar && scalar.value() != null;
  }

  /** The names in what {@link #column} returned. */
  static List<String> columns(Node column) {
    return column instanceof Node.ListNode list
        ? list.items().stream().map(item -> ((Node.ScalarNode) item).text()).toList()
        : List.of(((Node.ScalarNode) column).text());
  }

  /** Reports several columns where the reader takes one. */
  static void several(
      Node column,
      String path,
      ReaderFactory<?> reader,
      PartCatalog catalog,
      ProblemList problems) {
    if (columns(column).size() > 1 && !reader.readsSeveral()) {
      List<String> others =
          catalog.entries().stream()
              .map(CatalogEntry::factory)
              .filter(part -> part instanceof ReaderFactory<?> other && other.readsSeveral())
              .map(PartFactory::type)
              .toList();
      problems.add(
          column.position(),
          path + ".column",
          "reader '%s' reads one column; readers of several: %s"
              .formatted(reader.type(), others.isEmpty() ? "none" : String.join(", ", others)));
    }
  }

  /** The options of the input itself. */
  static OptionRecords.@Nullable Result<InputOptions> options(
      Node.MapNode map, String path, ProblemList problems) {
    Map<String, Node.Entry> own = new LinkedHashMap<>(map.entries());
    own.keySet().retainAll(List.of("pool", "cache"));
    return OptionRecords.bind(
        new Node.MapNode(map.position(), own),
        InputOptions.class,
        "input",
        path,
        List.of(),
        problems);
  }

  /** The encoder that an input names, if it exists and reads the input's modality. */
  static PartBinder.@Nullable Named<EncoderFactory<?>> encoder(
      Node.MapNode map,
      String name,
      String path,
      @Nullable Modality modality,
      PartCatalog catalog,
      PartBinder binder,
      ProblemList problems) {
    Node node = map.get("encoder");
    List<String> offered =
        modality == null
            ? catalog.names(PartKind.ENCODER)
            : catalog.names(PartKind.ENCODER, modality);
    String known = modality == null ? "" : known("Encoders", modality, offered);
    if (node == null) {
      problems.add(map.position(), path + ".encoder", "is missing" + known);
      return null;
    }
    PartBinder.Named<EncoderFactory<?>> encoder =
        binder.find(PartKind.ENCODER, node, map.position(), path + ".encoder", null, offered);
    if (encoder != null && modality != null && !encoder.factory().modality().equals(modality)) {
      Modality other = encoder.factory().modality();
      other(encoder, "encoder '%s' reads", other, name, modality, known, problems);
    }
    return encoder;
  }

  /** The reader of an input, by default the one with the name of the modality. */
  static PartBinder.@Nullable Named<ReaderFactory<?>> reader(
      Node.MapNode map,
      String name,
      String path,
      Modality modality,
      PartCatalog catalog,
      PartBinder binder,
      ProblemList problems) {
    List<String> offered = catalog.names(PartKind.READER, modality);
    String byDefault = offered.contains(modality.name()) ? modality.name() : null;
    Node node = map.get("reader");
    String known = known("Readers", modality, offered);
    if (node == null && byDefault == null) {
      problems.add(
          map.position(), path + ".reader", "is missing; " + modality + " has no default" + known);
      return null;
    }
    PartBinder.Named<ReaderFactory<?>> reader =
        binder.find(PartKind.READER, node, map.position(), path + ".reader", byDefault, offered);
    if (reader != null && !reader.factory().modality().equals(modality)) {
      Modality other = reader.factory().modality();
      other(reader, "reader '%s' reads", other, name, modality, known, problems);
    }
    return reader;
  }

  /** The augmentations that an input names, in order, with their options; null after a problem. */
  static @Nullable List<PartBinder.Part<AugmentationFactory<?>>> augmentations(
      Node.MapNode map,
      String name,
      String path,
      Modality modality,
      PartCatalog catalog,
      PartBinder binder,
      ProblemList problems) {
    List<PartBinder.Part<AugmentationFactory<?>>> parts = new ArrayList<>();
    Node node = map.get("augment");
    if (node == null) {
      return parts;
    }
    if (!(node instanceof Node.ListNode list)) {
      problems.add(
          node.position(), path + ".augment", "wants a list such as [{type: flip, p: 0.5}]");
      return null;
    }
    List<String> offered = catalog.names(PartKind.AUGMENTATION, modality);
    boolean whole = true;
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      PartBinder.Named<AugmentationFactory<?>> named =
          binder.find(
              PartKind.AUGMENTATION,
              item,
              item.position(),
              path + ".augment[" + (i + 1) + "]",
              null,
              offered);
      if (named != null && !named.factory().modality().equals(modality)) {
        Modality other = named.factory().modality();
        String known = known("Augmentations", modality, offered);
        other(named, "augmentation '%s' changes", other, name, modality, known, problems);
        named = null;
      }
      PartBinder.Part<AugmentationFactory<?>> part = named == null ? null : binder.bind(named);
      whole &= part != null;
      if (part != null) {
        parts.add(part);
      }
    }
    return whole ? parts : null;
  }

  /** The parts that fit, to end a message. */
  static String known(String parts, Modality modality, List<String> offered) {
    String names = offered.isEmpty() ? "none" : String.join(", ", offered);
    return ". " + parts + " of " + modality + ": " + names;
  }

  /**
   * Reports a part of another modality than its input's.
   *
   * @param does what, such as {@code encoder '%s' reads}
   */
  private static void other(
      PartBinder.Named<? extends PartFactory<?>> part,
      String does,
      Modality other,
      String input,
      Modality modality,
      String known,
      ProblemList problems) {
    problems.add(
        part.position(),
        part.path(),
        "%s %s, but input '%s' is %s%s"
            .formatted(does.formatted(part.factory().type()), other, input, modality, known));
  }

  static Node.Entry entry(Node.MapNode map, String key, Node fallback) {
    Node.Entry entry = map.entries().get(key);
    return entry == null ? new Node.Entry(fallback.position(), fallback) : entry;
  }
}
