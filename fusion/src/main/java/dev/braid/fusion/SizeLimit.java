package dev.braid.fusion;

import dev.braid.api.Problems;
import java.util.Arrays;
import java.util.Locale;

/** Refuses weights that grow beyond use, before anything is allocated. */
final class SizeLimit {

  /** 256 MiB as float32; training with Adam holds four times that. */
  private static final double VALUES = 1L << 26;

  private SizeLimit() {}

  /**
   * Reports a weight with more values than one may have.
   *
   * @param weight its name, as a checkpoint would have it
   * @param option where the problem is reported
   * @param help the options that make it smaller, such as "hidden or rank"
   * @param shape of the weight
   */
  static void check(String weight, String option, String help, Problems problems, long... shape) {
    double values = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (values > VALUES) {
      problems.add(
          option,
          String.format(
              Locale.ROOT,
              "%s %s would hold %s values, more than the %,.0f that one weight may: lower %s",
              weight,
              Arrays.toString(shape),
              String.format(Locale.ROOT, values < 1e15 ? "%,.0f" : "%.1e", values),
              VALUES,
              help));
    }
  }
}
