package dev.braid.core.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Quality over cost: labelled points and the front of those that no other beats in both. Labels are
 * placed beside their points where nothing is in the way; a point whose label finds no room keeps
 * its title only.
 *
 * @param title what is shown
 * @param xLabel the cost; less is better
 * @param yLabel the quality
 * @param higherIsBetter whether more of it is better
 */
public record ScatterChart(
    String title, String xLabel, String yLabel, boolean higherIsBetter, List<Point> points) {

  private static final double LETTER = 6.4;
  private static final double LINE = 14;

  /**
   * One point.
   *
   * @param low the start of its whisker, or the same as y
   * @param high the end of it
   */
  public record Point(String name, double x, double y, double low, double high, String title) {}

  /** The points that no other is at least as good as in both, by ascending cost. */
  public List<Point> front() {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(
        Comparator.comparingDouble(Point::x)
            .thenComparing(Comparator.comparingDouble(this::quality).reversed()));
    List<Point> front = new ArrayList<>();
    for (Point point : sorted) {
      if (front.isEmpty() || quality(point) > quality(front.get(front.size() - 1))) {
        front.add(point);
      }
    }
    return front;
  }

  private double quality(Point point) {
    return higherIsBetter ? point.y() : -point.y();
  }

  /** The picture in a size; sizes differ in how much room labels have. */
  public String svg(int width, int height) {
    if (points.isEmpty()) {
      return "";
    }
    double least = points.stream().mapToDouble(Point::x).min().orElseThrow();
    double greatest = points.stream().mapToDouble(Point::x).max().orElseThrow();
    Scale x = least > 0 ? Scale.logarithmic(least, greatest) : Scale.linear(least, greatest, 5);
    Scale y =
        Scale.linear(
            points.stream().mapToDouble(Point::low).min().orElseThrow(),
            points.stream().mapToDouble(Point::high).max().orElseThrow(),
            6);
    double left = 14 + 6.6 * y.ticks().stream().mapToInt(t -> t.label().length()).max().orElse(1);
    Frame frame = new Frame(left, 28, width - 14, height - 42, x, y);
    Svg svg = new Svg();
    svg.open(
        "svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "role",
        "img",
        "aria-label",
        title + "; the front: " + names());
    frame.draw(svg, xLabel, yLabel);
    List<Point> front = front();
    svg.mark(
        "polyline",
        "class",
        "front",
        "points",
        front.stream()
            .map(p -> Svg.number(frame.x(p.x())) + "," + Svg.number(frame.y(p.y())))
            .collect(Collectors.joining(" ")));
    for (Point point : points) {
      double at = frame.x(point.x());
      if (point.high() > point.low()) {
        svg.mark(
            "line",
            "class",
            "whisker thin",
            "x1",
            at,
            "x2",
            at,
            "y1",
            frame.y(point.low()),
            "y2",
            frame.y(point.high()));
      }
      svg.titled(
          point.title(),
          "circle",
          "class",
          front.contains(point) ? "mean" : "mean off",
          "cx",
          at,
          "cy",
          frame.y(point.y()),
          "r",
          4.5);
    }
    labels(svg, frame, front);
    return svg.close("svg").toString();
  }

  private String names() {
    return front().stream().map(Point::name).collect(Collectors.joining(", "));
  }

  /** Those of the front first, so that they get the room. */
  private void labels(Svg svg, Frame frame, List<Point> front) {
    List<Box> taken = new ArrayList<>();
    for (Point point : points) {
      taken.add(Box.around(frame.x(point.x()), frame.y(point.y()), 5));
    }
    List<Point> order = new ArrayList<>(front);
    points.stream().filter(point -> !front.contains(point)).forEach(order::add);
    for (Point point : order) {
      double px = frame.x(point.x());
      double py = frame.y(point.y());
      double wide = LETTER * point.name().length();
      for (Box box :
          List.of(
              new Box(px + 8, py - 8, wide, LINE),
              new Box(px - 8 - wide, py - 8, wide, LINE),
              new Box(px - wide / 2, py - 8 - LINE, wide, LINE),
              new Box(px - wide / 2, py + 8, wide, LINE),
              new Box(px + 6, py - 6 - LINE, wide, LINE),
              new Box(px - 6 - wide, py + 6, wide, LINE),
              new Box(px + 6, py + 6, wide, LINE),
              new Box(px - 6 - wide, py - 6 - LINE, wide, LINE))) {
        if (box.x() >= frame.left()
            && box.x() + box.width() <= frame.right() + 10
            && box.y() >= frame.top() - 10
            && box.y() + box.height() <= frame.bottom()
            && taken.stream().noneMatch(box::meets)) {
          taken.add(box);
          svg.words(point.name(), "class", "name", "x", box.x(), "y", box.y() + LINE - 3);
          break;
        }
      }
    }
  }

  private record Box(double x, double y, double width, double height) {

    static Box around(double x, double y, double radius) {
      return new Box(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    boolean meets(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }
}
