package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import dev.braid.core.spec.Nearest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field that must have a value: {@code colour=red}. Of a list one item must be it; numbers are
 * compared as numbers.
 */
public record Condition(String field, String value) {

  /** Reads {@code FIELD=VALUE}. */
  public static Condition parse(String text) throws BadDataException {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new BadDataException(
          "--where '"
              + text
              + "': write FIELD=VALUE, such as colour=red; all that are given must hold");
    }
    return new Condition(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  /** Refuses a field that no entry has. */
  void check(Set<String> fields) throws BadDataException {
    if (!fields.contains(field)) {
      throw new BadDataException(
          "--where '%s=%s': there is no field '%s' in the index%s"
              .formatted(field, value, field, Nearest.ending(field, fields, "it has none")));
    }
  }

  /** The number that the value stands for, or null. */
  @Nullable Double number() {
    try {
      return Double.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
