package dev.braid.core.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends training when the primary measure on validation has stopped getting better. */
final class EarlyStopping {

  private final EarlyStoppingOptions options;
  private final String metric;
  private final boolean higherIsBetter;
  private @Nullable Double best;
  private long waited;

  EarlyStopping(EarlyStoppingOptions options, String metric, boolean higherIsBetter) {
    this.options = options;
    this.metric = metric;
    this.higherIsBetter = higherIsBetter;
  }

  /** Is told a value; returns why training should end, or null to go on. */
  @Nullable String measured(double value) {
    if (gains(value)) {
      best = value;
      waited = 0;
    } else {
      waited++;
    }
    return waited < options.patience()
        ? null
        : String.format(
            Locale.ROOT,
            "validation %s did not get better than %s in %d validations (early_stopping)",
            metric,
            best == null ? "no number" : String.format(Locale.ROOT, "%.4f", best),
            waited);
  }

  private boolean gains(double value) {
    if (Double.isNaN(value) || best == null) {
      return !Double.isNaN(value);
    }
    return higherIsBetter ? value > best + options.minDelta() : value < best - options.minDelta();
  }

  /** Its counters, as JSON can hold them. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("waited", waited);
    if (best != null) {
      values.put("best", Double.toString(best)); // JSON has no infinity
    }
    return values;
  }

  /** Takes up saved counters. */
  void restore(Map<String, Object> values) {
    waited = values.get("waited") instanceof Number number ? number.longValue() : 0;
    best = values.get("best") instanceof String text ? Double.valueOf(text) : null;
  }
}
