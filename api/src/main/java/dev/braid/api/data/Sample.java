package dev.braid.api.data;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One example: named raw values. A value is a {@link String}, {@link Number}, {@link Boolean},
 * {@link java.nio.file.Path}, a list of these, or a map of them by column; the items of a list or
 * map may be null. A column without a value for this sample is absent from the map.
 *
 * @param id where it comes from, for messages: {@code train.jsonl:17}
 * @param values by column
 */
public record Sample(String id, Map<String, Object> values) {

  /** The value of a column, or null where the sample has none. */
  public @Nullable Object value(String column) {
    return values.get(column);
  }
}
