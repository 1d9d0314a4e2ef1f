package dev.braid.core.chart;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Marks along one axis, a strip for each row, to be set beside a row's words in a table. Places are
 * percentages of the strip, so its width follows the page while strokes and letters keep theirs.
 *
 * @param scale common to all strips
 * @param levels vertical lines through all strips
 */
public record RowChart(Scale scale, List<Level> levels) {

  private static final int HEIGHT = 28;
  private static final int MIDDLE = HEIGHT / 2;

  /** A vertical line, such as a baseline or zero. */
  public record Level(String name, double value) {}

  /**
   * What a strip shows.
   *
   * @param value the large dot
   * @param low the start of its whisker, or null for none
   * @param high the end of it
   * @param dots smaller ones, such as the seeds
   * @param title said of the large dot
   * @param bar whether a bar is drawn from the start of the axis to the value
   */
  public record Strip(
      double value,
      @Nullable Double low,
      @Nullable Double high,
      List<Dot> dots,
      String title,
      boolean bar) {}

  /** A small dot. */
  public record Dot(double value, String title) {}

  /** The strip of one row. */
  public String strip(Strip strip) {
    Svg svg = new Svg();
    svg.open("svg", "class", "strip", "height", HEIGHT, "role", "img", "aria-label", strip.title());
    grid(svg, HEIGHT);
    if (strip.bar()) {
      svg.titled(
          strip.title(),
          "rect",
          "class",
          "bar",
          "x",
          "0%",
          "y",
          MIDDLE - 6,
          "width",
          percent(strip.value()),
          "height",
          12,
          "rx",
          2);
    }
    for (Dot dot : strip.dots()) {
      svg.titled(
          dot.title(), "circle", "class", "dot", "cx", percent(dot.value()), "cy", MIDDLE, "r", 3);
    }
    if (strip.low() != null && strip.high() != null) {
      String from = percent(strip.low());
      String to = percent(strip.high());
      svg.mark("line", "class", "whisker", "x1", from, "x2", to, "y1", MIDDLE, "y2", MIDDLE);
      for (String end : List.of(from, to)) {
        svg.mark(
            "line", "class", "whisker", "x1", end, "x2", end, "y1", MIDDLE - 4, "y2", MIDDLE + 4);
      }
    }
    if (!strip.bar()) {
      svg.titled(
          strip.title(),
          "circle",
          "class",
          "mean",
          "cx",
          percent(strip.value()),
          "cy",
          MIDDLE,
          "r",
          4.5);
    }
    return svg.close("svg").toString();
  }

  /** The axis below the last strip. */
  public String axis() {
    Svg svg = new Svg();
    svg.open("svg", "class", "strip", "height", HEIGHT, "aria-hidden", "true");
    svg.mark("line", "class", "axis", "x1", "0%", "x2", "100%", "y1", 1, "y2", 1);
    int last = scale.ticks().size() - 1;
    for (int i = 0; i <= last; i++) {
      Scale.Tick tick = scale.ticks().get(i);
      String at = percent(tick.value());
      svg.mark("line", "class", "axis", "x1", at, "x2", at, "y1", 1, "y2", 5);
      String anchor = i == 0 ? "tick start" : i == last ? "tick end" : "tick middle";
      svg.words(tick.label(), "class", anchor, "x", at, "y", 18);
    }
    return svg.close("svg").toString();
  }

  private void grid(Svg svg, int height) {
    for (Scale.Tick tick : scale.ticks()) {
      line(svg, "grid", tick.value(), tick.label(), height);
    }
    for (Level level : levels) {
      line(svg, "level", level.value(), level.name(), height);
    }
  }

  private void line(Svg svg, String style, double value, String title, int height) {
    String at = percent(value);
    svg.titled(title, "line", "class", style, "x1", at, "x2", at, "y1", 0, "y2", height);
  }

  /** Kept within the strip: an interval may end beyond the axis. */
  private String percent(double value) {
    double share = Math.max(0, Math.min(1, scale.at(value)));
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }
}
