package dev.braid.core.inspect;

import dev.braid.core.inspect.Inspection.Extent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Sizes of values of several dimensions in words. */
public final class Sizes {

  private Sizes() {}

  /** {@code 3 × 64 × 64}, or {@code 3 × 20–480 × 64} where a dimension varies. */
  public static String range(List<Extent> sizes) {
    return sizes.stream()
        .map(
            size ->
                size.min() == size.max()
                    ? String.format(Locale.ROOT, "%,d", size.min())
                    : String.format(Locale.ROOT, "%,d–%,d", size.min(), size.max()))
        .collect(Collectors.joining(" × "));
  }

  /** The median of each dimension. */
  public static String median(List<Extent> sizes) {
    return sizes.stream()
        .map(size -> String.format(Locale.ROOT, "%,d", size.median()))
        .collect(Collectors.joining(" × "));
  }
}
