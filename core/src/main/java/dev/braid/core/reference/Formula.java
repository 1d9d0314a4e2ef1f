package dev.braid.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A formula as {@link dev.braid.api.Reference} has it: numbers, names, {@code + − · / ^ ² ³},
 * brackets, {@code ⌈x⌉}, and {@code Σ_m}, {@code Σ_o}, {@code Σ_ab} and {@code Π_m}.
 */
public final class Formula {

  private static final Pattern TOKEN = Pattern.compile("\\s*([0-9]+|\\p{L}[\\p{L}\\p{Nd}_]*|\\S)");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final ToDoubleFunction<Quantities> function;
  private int next;

  private Formula(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text.strip());
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
    function = sum();
    if (next < tokens.size()) {
      throw unexpected();
    }
  }

  /**
   * Reads a formula.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Formula of(String text) {
    return new Formula(text);
  }

  /**
   * Its value.
   *
   * @throws IllegalArgumentException where it names what there is not
   */
  public double value(Quantities quantities) {
    return function.applyAsDouble(quantities);
  }

  private ToDoubleFunction<Quantities> sum() {
    ToDoubleFunction<Quantities> total = product();
    while (true) {
      ToDoubleFunction<Quantities> left = total;
      if (take("+")) {
        ToDoubleFunction<Quantities> right = product();
        total = q -> left.applyAsDouble(q) + right.applyAsDouble(q);
      } else if (take("−") || take("-")) {
        ToDoubleFunction<Quantities> right = product();
        total = q -> left.applyAsDouble(q) - right.applyAsDouble(q);
      } else {
        return total;
      }
    }
  }

  private ToDoubleFunction<Quantities> product() {
    ToDoubleFunction<Quantities> total = power();
    while (true) {
      ToDoubleFunction<Quantities> left = total;
      if (take("·")) {
        ToDoubleFunction<Quantities> right = power();
        total = q -> left.applyAsDouble(q) * right.applyAsDouble(q);
      } else if (take("/")) {
        ToDoubleFunction<Quantities> right = power();
        total = q -> left.applyAsDouble(q) / right.applyAsDouble(q);
      } else {
        return total;
      }
    }
  }

  private ToDoubleFunction<Quantities> power() {
    ToDoubleFunction<Quantities> base = value();
    if (take("²")) {
      return q -> Math.pow(base.applyAsDouble(q), 2);
    }
    if (take("³")) {
      return q -> Math.pow(base.applyAsDouble(q), 3);
    }
    if (take("^")) {
      ToDoubleFunction<Quantities> exponent = power();
      return q -> Math.pow(base.applyAsDouble(q), exponent.applyAsDouble(q));
    }
    return base;
  }

  private ToDoubleFunction<Quantities> value() {
    if (take("(")) {
      return closed(")");
    }
    if (take("⌈")) {
      ToDoubleFunction<Quantities> inner = closed("⌉");
      return q -> Math.ceil(inner.applyAsDouble(q));
    }
    if (next >= tokens.size() || !Character.isLetterOrDigit(tokens.get(next).charAt(0))) {
      throw unexpected();
    }
    String token = tokens.get(next++);
    if (token.startsWith("Σ_")) {
      ToDoubleFunction<Quantities> each = product();
      return q -> q.over(token.substring(2)).stream().mapToDouble(each).sum();
    }
    if (token.startsWith("Π_")) {
      ToDoubleFunction<Quantities> each = power();
      return q -> q.over(token.substring(2)).stream().mapToDouble(each).reduce(1, (a, b) -> a * b);
    }
    if (Character.isDigit(token.charAt(0))) {
      double number = Double.parseDouble(token);
      return q -> number;
    }
    return q -> q.get(token);
  }

  private ToDoubleFunction<Quantities> closed(String bracket) {
    ToDoubleFunction<Quantities> inner = sum();
    if (!take(bracket)) {
      throw unexpected();
    }
    return inner;
  }

  private boolean take(String token) {
    if (next < tokens.size() && tokens.get(next).equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  private IllegalArgumentException unexpected() {
    String where = next < tokens.size() ? "'" + tokens.get(next) + "'" : "its end";
    return new IllegalArgumentException("formula '" + text + "': not understood at " + where);
  }
}
