package dev.braid.core.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis: which values it spans, where a value lies on it and which are written at it.
 *
 * @param low the value at its start
 * @param high the value at its end
 * @param logarithmic whether equal ratios have equal lengths
 * @param ticks in ascending order
 */
public record Scale(double low, double high, boolean logarithmic, List<Tick> ticks) {

  /** A value with what is written there. */
  public record Tick(double value, String label) {}

  /**
   * An axis over values with round ends; steps are 1, 2 or 5 times a power of ten.
   *
   * @param most about how many steps
   */
  public static Scale linear(double least, double greatest, int most) {
    double span = greatest - least;
    if (!(span > 0)) {
      span = least == 0 ? 1 : Math.abs(least) * 0.1;
      least -= span / 2;
      greatest += span / 2;
      span = greatest - least;
    }
    double step = step(span / most);
    double low = Math.floor(least / step + 1e-9) * step;
    double high = Math.ceil(greatest / step - 1e-9) * step;
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= Math.round((high - low) / step); i++) {
      ticks.add(new Tick(low + i * step, label(low + i * step, step)));
    }
    return new Scale(low, high, false, ticks);
  }

  /** An axis over whole numbers that starts and ends at the given ones, such as epochs. */
  public static Scale whole(long first, long last, int most) {
    if (first == last) {
      return new Scale(
          first - 1.0, last + 1.0, false, List.of(new Tick(first, String.valueOf(first))));
    }
    long step = Math.max(1, Math.round(step((double) (last - first) / most)));
    List<Tick> ticks = new ArrayList<>();
    for (long value = Math.floorDiv(first + step - 1, step) * step; value <= last; value += step) {
      ticks.add(new Tick(value, String.format(Locale.ROOT, "%,d", value)));
    }
    return new Scale(first, last, false, ticks);
  }

  /** An axis over positive values with equal lengths for equal ratios. */
  public static Scale logarithmic(double least, double greatest) {
    double low = least / 1.25;
    double high = greatest * 1.25;
    double decades = Math.log10(high / low);
    List<Tick> ticks = new ArrayList<>();
    int every = (int) Math.max(1, Math.ceil(decades / 6));
    double[] within =
        decades > 2.5
            ? new double[] {1}
            : decades > 1 ? new double[] {1, 2, 5} : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8};
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (double factor : within) {
        double value = factor * Math.pow(10, power);
        if (value >= low && value <= high && Math.floorMod(power, every) == 0) {
          ticks.add(new Tick(value, compact(value)));
        }
      }
    }
    return new Scale(low, high, true, ticks);
  }

  /** Where a value lies: 0 at the start, 1 at the end. */
  public double at(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** The round step nearest above a raw one. */
  private static double step(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double factor : new double[] {1, 2, 5}) {
      if (raw <= factor * power * (1 + 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** As many decimals as the step needs; very small and very large ones with a power of ten. */
  private static String label(double value, double step) {
    if (step >= 1e5 || step < 1e-4) {
      return Math.abs(value) < step / 2 ? "0" : compact(value);
    }
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }

  /** Three digits with the usual letters for thousands and up: 1.2 M; 3e-4 below a thousandth. */
  public static String compact(double value) {
    double size = Math.abs(value);
    if (size != 0 && size < 1e-3) {
      BigDecimal digits = BigDecimal.valueOf(value).round(new MathContext(2));
      return String.format(Locale.ROOT, "%.1e", digits)
          .replace(".0e", "e")
          .replaceAll("e([-+])0", "e$1")
          .replace("e+", "e");
    }
    String[] letters = {"", " k", " M", " G", " T"};
    int letter = 0;
    while (size >= 999.5 && letter < letters.length - 1) {
      size /= 1000;
      value /= 1000;
      letter++;
    }
    BigDecimal digits = BigDecimal.valueOf(value).round(new MathContext(3));
    return (digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString())
        + letters[letter];
  }
}
