package dev.braid.core.chart;

import org.jspecify.annotations.Nullable;

/** The area between two axes, in the units of the picture. */
record Frame(double left, double top, double right, double bottom, Scale x, Scale y) {

  double x(double value) {
    return left + x.at(value) * (right - left);
  }

  double y(double value) {
    return bottom - y.at(value) * (bottom - top);
  }

  /** Grid lines, ticks and what the axes are; nothing of it overlaps the area. */
  void draw(Svg svg, String xLabel, @Nullable String yLabel) {
    for (Scale.Tick tick : y.ticks()) {
      double at = y(tick.value());
      svg.mark("line", "class", "grid", "x1", left, "x2", right, "y1", at, "y2", at);
      svg.words(tick.label(), "class", "tick end", "x", left - 6, "y", at + 4);
    }
    for (Scale.Tick tick : x.ticks()) {
      double at = x(tick.value());
      svg.mark("line", "class", "axis", "x1", at, "x2", at, "y1", bottom, "y2", bottom + 4);
      svg.words(tick.label(), "class", "tick middle", "x", at, "y", bottom + 17);
    }
    svg.mark("line", "class", "axis", "x1", left, "x2", right, "y1", bottom, "y2", bottom);
    svg.words(xLabel, "class", "label middle", "x", (left + right) / 2, "y", bottom + 34);
    if (yLabel != null) {
      svg.words(yLabel, "class", "label", "x", 0.0, "y", top - 12);
    }
  }
}
