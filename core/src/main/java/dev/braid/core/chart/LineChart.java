package dev.braid.core.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Curves over epochs or steps.
 *
 * @param title what is shown
 * @param xLabel what the horizontal axis counts
 * @param series at most six; they have the classes {@code s0} to {@code s5}
 * @param levels horizontal lines to hold the curves against
 * @param chosen the x of the checkpoint that was chosen, or null
 */
public record LineChart(
    String title, String xLabel, List<Series> series, List<Level> levels, @Nullable Long chosen) {

  private static final double WIDTH = 380;
  private static final double HEIGHT = 230;
  private static final double TOP = 12;
  private static final double BOTTOM = 40;
  private static final double RIGHT = 14;

  /** One curve; the points in ascending order of x. */
  public record Series(String name, List<Point> points) {}

  /** A value at an epoch or step. */
  public record Point(long x, double y) {}

  /** A value that does not change, such as a baseline. */
  public record Level(String name, double y) {}

  /** The picture. */
  public String svg() {
    List<Point> points = series.stream().flatMap(s -> s.points().stream()).toList();
    double[] values =
        DoubleStream.concat(
                points.stream().mapToDouble(Point::y), levels.stream().mapToDouble(Level::y))
            .sorted()
            .toArray();
    if (points.isEmpty() || values.length == 0) {
      return "";
    }
    Scale y = Scale.linear(values[0], values[values.length - 1], 5);
    Scale x =
        Scale.whole(
            points.stream().mapToLong(Point::x).min().orElseThrow(),
            points.stream().mapToLong(Point::x).max().orElseThrow(),
            6);
    double left = 14 + 6.6 * y.ticks().stream().mapToInt(t -> t.label().length()).max().orElse(1);
    Frame frame = new Frame(left, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM, x, y);
    Svg svg = new Svg();
    svg.open("svg", "viewBox", "0 0 380 230", "role", "img", "aria-label", description());
    frame.draw(svg, xLabel, null);
    for (Level level : levels) {
      double at = frame.y(level.y());
      svg.titled(
          level.name() + ": " + figure(level.y()),
          "line",
          "class",
          "level",
          "x1",
          frame.left(),
          "x2",
          frame.right(),
          "y1",
          at,
          "y2",
          at);
    }
    if (chosen != null) {
      double at = frame.x(chosen);
      svg.titled(
          "chosen checkpoint: " + xLabel + " " + chosen,
          "line",
          "class",
          "chosen",
          "x1",
          at,
          "x2",
          at,
          "y1",
          frame.top(),
          "y2",
          frame.bottom());
    }
    for (int i = 0; i < series.size(); i++) {
      curve(svg, frame, series.get(i), i % 6);
    }
    return svg.close("svg").toString();
  }

  private void curve(Svg svg, Frame frame, Series one, int number) {
    String line =
        one.points().stream()
            .map(p -> Svg.number(frame.x(p.x())) + "," + Svg.number(frame.y(p.y())))
            .collect(Collectors.joining(" "));
    svg.mark("polyline", "class", "curve s" + number, "points", line);
    boolean few = one.points().size() <= 60;
    for (Point point : one.points()) {
      svg.titled(
          String.format(
              Locale.ROOT, "%s, %s %,d: %s", one.name(), xLabel, point.x(), figure(point.y())),
          "circle",
          "class",
          (few && one.points().size() <= 30 ? "point s" : "hover s") + number,
          "cx",
          frame.x(point.x()),
          "cy",
          frame.y(point.y()),
          "r",
          few ? 2.5 : 2.0);
    }
  }

  private String description() {
    String ends =
        series.stream()
            .filter(one -> !one.points().isEmpty())
            .map(
                one ->
                    "%s ends at %s"
                        .formatted(
                            one.name(), figure(one.points().get(one.points().size() - 1).y())))
            .collect(Collectors.joining(", "));
    return Stream.of(title, ends).filter(s -> !s.isEmpty()).collect(Collectors.joining(": "));
  }

  private static String figure(double value) {
    return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
        ? String.format(Locale.ROOT, "%.4f", value)
        : Scale.compact(value);
  }
}
