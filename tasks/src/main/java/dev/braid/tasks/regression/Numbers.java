package dev.braid.tasks.regression;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people. */
final class Numbers {

  private static final MathContext DIGITS = new MathContext(6);
  private static final int LONGEST = 15;

  private Numbers() {}

  /** With six digits at most; with an exponent where it would be long without. */
  static String text(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    String plain = rounded.toPlainString();
    return plain.length() <= LONGEST ? plain : rounded.toString();
  }
}
