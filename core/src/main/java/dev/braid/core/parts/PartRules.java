package dev.braid.core.parts;

import dev.braid.api.EncoderFactory;
import dev.braid.api.PartFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.OptionRecords;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a part must be like to be listed. */
final class PartRules {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private PartRules() {}

  /** What is wrong with a part, or null. Parts are strangers: they may return null or throw. */
  @SuppressWarnings("ConstantConditions")
  static @Nullable String broken(PartKind kind, PartFactory<?> part) {
    try {
      String type = part.type();
      if (type == null || !KEBAB.matcher(type).matches()) {
        return "its type name '" + type + "' is not kebab-case";
      }
      String description = part.description();
      if (description == null || description.isBlank() || description.contains("\n")) {
        return "its description is not one line";
      }
      if (part.options() == null) {
        return "it names no record of options";
      }
      if (!kind.accepts(part)) {
        return "it is not of this kind";
      }
      if ((part instanceof ReaderFactory<?> reader && reader.modality() == null)
          || (part instanceof EncoderFactory<?> encoder && encoder.modality() == null)) {
        return "it names no modality";
      }
      OptionRecords.validate(part.options());
      for (OptionInfo option : OptionInfo.of(part.options())) {
        if (kind.sharedOptions().stream().anyMatch(s -> s.name().equals(option.name()))) {
          return "its option '%s' is one that every %s has".formatted(option.name(), kind.label());
        }
      }
      return null;
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return e.toString();
    }
  }
}
