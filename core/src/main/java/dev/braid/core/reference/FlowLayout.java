package dev.braid.core.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where everything of a flow stands, in pixels: rows from top to bottom, each spread over the whole
 * width; arrows meet a box side by side, in the order of where they come from.
 */
record FlowLayout(
    double width, double height, Map<String, Place> places, List<Line> lines, List<Frame> frames) {

  static final double BOX_HEIGHT = 44;
  static final double MARGIN = 20;
  private static final double GAP_X = 36;
  private static final double GAP_Y = 40;
  private static final double LETTER = 7.4;
  private static final double SMALL_LETTER = 6.6;

  /** A box and its upper left corner. */
  record Place(Flow.Box box, double x, double y, double width) {
    double center() {
      return x + width / 2;
    }
  }

  /** An arrow from one point to another. */
  record Line(Flow.Arrow arrow, double x1, double y1, double x2, double y2) {}

  /** Around rows that are repeated; its words stand to the right of it. */
  record Frame(String times, double x, double y, double width, double height) {}

  /** The room that words need, at most. */
  static double room(String words) {
    return LETTER * words.length();
  }

  private static double room(Flow.Box box) {
    return Math.max(room(box.text()), SMALL_LETTER * box.shape().length()) + 20;
  }

  static FlowLayout of(Flow flow) {
    double box =
        flow.rows().stream()
            .flatMap(row -> row.stream().filter(Objects::nonNull))
            .mapToDouble(FlowLayout::room)
            .max()
            .orElse(0);
    int columns = flow.rows().stream().mapToInt(List::size).max().orElse(1);
    double inner = columns * (box + GAP_X);
    Map<String, Place> places = new LinkedHashMap<>();
    for (int r = 0; r < flow.rows().size(); r++) {
      List<? extends Flow.Box> row = flow.rows().get(r);
      double step = inner / row.size();
      for (int i = 0; i < row.size(); i++) {
        Flow.Box each = row.get(i);
        if (each != null) {
          double width = room(each);
          double x = MARGIN + (i + 0.5) * step - width / 2;
          places.put(each.id(), new Place(each, x, top(r), width));
        }
      }
    }
    double gutter =
        flow.repeats().stream().mapToDouble(repeat -> room(repeat.times()) + 10).max().orElse(0);
    List<Frame> frames = new ArrayList<>();
    for (Flow.Repeat repeat : flow.repeats()) {
      double y = top(repeat.first()) - 12;
      double end = top(repeat.last()) + BOX_HEIGHT + 12;
      frames.add(new Frame(repeat.times(), MARGIN / 2, y, inner + MARGIN, end - y));
    }
    return new FlowLayout(
        inner + 2 * MARGIN + gutter,
        top(flow.rows().size()) - GAP_Y + MARGIN,
        places,
        lines(flow, places),
        frames);
  }

  private static double top(int row) {
    return MARGIN + row * (BOX_HEIGHT + GAP_Y);
  }

  private static Place place(Map<String, Place> places, String id) {
    return Objects.requireNonNull(places.get(id), id);
  }

  private static List<Line> lines(Flow flow, Map<String, Place> places) {
    List<Line> lines = new ArrayList<>();
    for (Flow.Arrow arrow : flow.arrows()) {
      Place from = place(places, arrow.from());
      Place to = place(places, arrow.to());
      if (from.y() == to.y()) {
        boolean right = from.x() < to.x();
        double middle = from.y() + BOX_HEIGHT / 2;
        lines.add(
            new Line(
                arrow,
                right ? from.x() + from.width() : from.x(),
                middle,
                right ? to.x() : to.x() + to.width(),
                middle));
        continue;
      }
      List<Flow.Arrow> leaving =
          flow.arrows().stream()
              .filter(a -> a.from().equals(arrow.from()) && place(places, a.to()).y() != from.y())
              .sorted(Comparator.comparingDouble(a -> place(places, a.to()).center()))
              .toList();
      List<Flow.Arrow> arriving =
          flow.arrows().stream()
              .filter(a -> a.to().equals(arrow.to()) && place(places, a.from()).y() != to.y())
              .sorted(Comparator.comparingDouble(a -> place(places, a.from()).center()))
              .toList();
      lines.add(
          new Line(
              arrow,
              share(from, leaving.indexOf(arrow), leaving.size()),
              from.y() + BOX_HEIGHT,
              share(to, arriving.indexOf(arrow), arriving.size()),
              to.y()));
    }
    return lines;
  }

  private static double share(Place box, int index, int count) {
    return box.x() + box.width() * (index + 1) / (count + 1);
  }
}
