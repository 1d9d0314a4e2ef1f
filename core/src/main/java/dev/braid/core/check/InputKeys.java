package dev.braid.core.check;

import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.ReaderFactory;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of one input: {@code modality}, {@code column}, {@code reader}, {@code encoder}. */
final class InputKeys {

  private static final List<String> KEYS = List.of("column", "encoder", "modality", "reader");

  private InputKeys() {}

  static void unknown(Node.MapNode map, String path, ProblemList problems) {
    map.entries()
        .forEach(
            (key, entry) -> {
              if (!KEYS.contains(key)) {
                List<String> near = Nearest.of(key, KEYS);
                problems.add(
                    entry.keyPosition(),
                    path + "." + key,
                    "unknown key of an input%s Known: %s"
                        .formatted(
                            near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?",
                            String.join(", ", KEYS)));
              }
            });
  }

  static @Nullable Modality modality(
      Node.MapNode map, String path, PartCatalog catalog, ProblemList problems) {
    Node node = map.get("modality");
    List<String> known = catalog.modalities();
    if (node == null) {
      problems.add(
          map.position(), path + ".modality", "is missing. Known: " + String.join(", ", known));
      return null;
    }
    String text = node instanceof Node.ScalarNode scalar ? scalar.text() : "";
    if (known.contains(text)) {
      return new Modality(text);
    }
    List<String> near = Nearest.of(text, known);
    problems.add(
        node.position(),
        path + ".modality",
        "unknown modality '%s'%s Known: %s"
            .formatted(
                text,
                near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?",
                String.join(", ", known)));
    return null;
  }

  static Node column(Node.MapNode map, String name, String path, ProblemList problems) {
    Position at = new Position(OptionRecords.DEFAULT, 0, 0);
    Node node = map.get("column");
    if (node instanceof Node.ScalarNode scalar && scalar.value() != null) {
      return node;
    }
    if (node != null) {
      problems.add(node.position(), path + ".column", "wants the name of a column of the data");
    }
    return new Node.ScalarNode(at, name, name);
  }

  static PartBinder.@Nullable Part<EncoderFactory<?>> noEncoder(
      Node.MapNode map,
      String path,
      @Nullable Modality modality,
      PartCatalog catalog,
      ProblemList problems) {
    String known =
        modality == null ? "" : ". Encoders of " + modality + ": " + join(catalog, modality);
    problems.add(map.position(), path + ".encoder", "is missing" + known);
    return null;
  }

  static boolean fits(
      Modality modality,
      String name,
      String path,
      Bound<EncoderFactory<?>> encoder,
      Bound<ReaderFactory<?>> reader,
      PartCatalog catalog,
      ProblemList problems) {
    boolean fits = true;
    if (!encoder.factory().modality().equals(modality)) {
      fits = false;
      problems.add(
          encoder.position(),
          path + ".encoder",
          "encoder '%s' reads %s, but input '%s' is %s. Encoders of %s: %s"
              .formatted(
                  encoder.factory().type(),
                  encoder.factory().modality(),
                  name,
                  modality,
                  modality,
                  join(catalog, modality)));
    }
    if (!reader.factory().modality().equals(modality)) {
      fits = false;
      problems.add(
          reader.position(),
          path + ".reader",
          "reader '%s' reads %s, but input '%s' is %s"
              .formatted(reader.factory().type(), reader.factory().modality(), name, modality));
    }
    return fits;
  }

  static Node.Entry entry(Node.MapNode map, String key, Node fallback) {
    Node.Entry entry = map.entries().get(key);
    return entry == null ? new Node.Entry(fallback.position(), fallback) : entry;
  }

  private static String join(PartCatalog catalog, Modality modality) {
    return String.join(", ", catalog.encoders(modality));
  }
}
