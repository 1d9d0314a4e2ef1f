package dev.braid.core.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes elements of an SVG picture: names and words are escaped, numbers have one decimal. */
public final class Svg {

  private final StringBuilder text = new StringBuilder();

  /** For use in text and in attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Opens an element; attributes come as name, value, name, value. */
  Svg open(String name, Object... attributes) {
    start(name, attributes);
    text.append('>');
    return this;
  }

  /** Closes an element. */
  Svg close(String name) {
    text.append("</").append(name).append(">\n");
    return this;
  }

  /** An element without content. */
  Svg mark(String name, Object... attributes) {
    start(name, attributes);
    text.append("/>\n");
    return this;
  }

  /** An element that says its figures under the pointer and to a screen reader. */
  Svg titled(String title, String name, Object... attributes) {
    start(name, attributes);
    text.append("><title>").append(escape(title)).append("</title>");
    return close(name);
  }

  /** Words at a place. */
  Svg words(String words, Object... attributes) {
    start("text", attributes);
    text.append('>').append(escape(words));
    return close("text");
  }

  private void start(String name, Object... attributes) {
    text.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(value instanceof Double number ? number(number) : escape(value.toString()));
      text.append('"');
    }
  }

  /** Without trailing zeros and without an exponent. */
  static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
