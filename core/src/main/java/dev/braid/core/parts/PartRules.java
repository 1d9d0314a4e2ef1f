package dev.braid.core.parts;

import dev.braid.api.PartFactory;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a part must be like to be listed. */
final class PartRules {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private PartRules() {}

  /** What is wrong with a part, or null. */
  static @Nullable String broken(PartFactory<?> part) {
    try {
      if (!KEBAB.matcher(part.type()).matches()) {
        return "its type name '" + part.type() + "' is not kebab-case";
      }
      if (part.description().isBlank() || part.description().contains("\n")) {
        return "its description is not one line";
      }
      return brokenDefaults(part.options());
    } catch (RuntimeException | LinkageError e) {
      return String.valueOf(e.getMessage() == null ? e : e.getMessage());
    }
  }

  /** Binds an empty mapping; whatever is wrong then, except a required option, is a bad default. */
  private static @Nullable String brokenDefaults(Class<? extends Record> options) {
    Position at = new Position(OptionRecords.DEFAULT, 0, 0);
    Map<String, Node.Entry> given = new LinkedHashMap<>();
    ProblemList problems = new ProblemList();
    List<OptionInfo> infos = OptionInfo.of(options);
    infos.forEach(OptionInfo::typeName);
    if (infos.stream().anyMatch(OptionInfo::required)) {
      return null;
    }
    OptionRecords.bind(
        new Node.MapNode(at, given), options, options.getSimpleName(), "", List.of(), problems);
    try {
      problems.throwIfAny();
      return null;
    } catch (SpecException e) {
      return "a default cannot be used: "
          + e.problems().get(0).path()
          + ": "
          + e.problems().get(0).message();
    }
  }
}
