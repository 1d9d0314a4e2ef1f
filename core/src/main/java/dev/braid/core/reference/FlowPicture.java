package dev.braid.core.reference;

import dev.braid.core.chart.Svg;
import java.util.Locale;

/** Draws a flow as SVG, on a ground of its own, so that it can be read on any page. */
final class FlowPicture {

  private static final double LEGEND = 34;

  private static final String STYLE =
      """
      <style>
      text { font: 13px system-ui, "DejaVu Sans", sans-serif; text-anchor: middle; fill: #1b2430; }
      .shape { font-size: 11px; fill: #4b5868; }
      .side { text-anchor: start; fill: #4b5868; }
      .ground { fill: #ffffff; }
      .box { fill: #eaf0f8; stroke: #7f8ea3; }
      .learned { fill: #fdf0d5; stroke: #b08a3c; }
      .frame { fill: none; stroke: #9aa7b8; stroke-dasharray: 2 3; }
      .arrow { stroke: #4b5868; stroke-width: 1.4; }
      .attended { stroke-dasharray: 6 4; }
      .head { fill: #4b5868; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e8edf4; }
        .shape, .side { fill: #aab7c7; }
        .ground { fill: #12171e; }
        .box { fill: #223043; stroke: #6f83a0; }
        .learned { fill: #44371a; stroke: #b08a3c; }
        .frame { stroke: #66758a; }
        .arrow { stroke: #aab7c7; }
        .head { fill: #aab7c7; }
      }
      </style>
      """;

  private final Flow flow;
  private final FlowLayout layout;
  private final StringBuilder svg = new StringBuilder();

  FlowPicture(Flow flow) {
    this.flow = flow;
    layout = FlowLayout.of(flow);
  }

  /** The picture. */
  String svg(String title) {
    boolean attended = flow.arrows().stream().anyMatch(Flow.Arrow::attended);
    boolean learned = layout.places().values().stream().anyMatch(place -> place.box().learned());
    double width = Math.max(layout.width(), 2 * FlowLayout.MARGIN + legendWidth(attended, learned));
    double height = layout.height() + (attended || learned ? LEGEND : 0);
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$.0f %2$.0f\" width=\"%1$.0f\""
                + " height=\"%2$.0f\" role=\"img\">",
            width,
            height));
    add(String.format(Locale.ROOT, "<title>%s</title>", Svg.escape(title)));
    svg.append(STYLE);
    add("<defs>");
    add(
        "<marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path class=\"head\" d=\"M0 0 8 4 0 8z\"/></marker>");
    add("</defs>");
    add("<rect class=\"ground\" width=\"100%\" height=\"100%\" rx=\"8\"/>");
    layout.frames().forEach(this::frame);
    layout.lines().forEach(this::line);
    layout.places().values().forEach(this::box);
    legend(attended, learned);
    add("</svg>");
    return svg.toString();
  }

  private void frame(FlowLayout.Frame frame) {
    add(
        String.format(
            Locale.ROOT,
            "<rect class=\"frame\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"8\"/>",
            frame.x(),
            frame.y(),
            frame.width(),
            frame.height()));
    add(
        String.format(
            Locale.ROOT,
            "<text class=\"side\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            frame.x() + frame.width() + 8,
            frame.y() + frame.height() / 2 + 4,
            Svg.escape(frame.times())));
  }

  private void line(FlowLayout.Line line) {
    arrow(line.x1(), line.y1(), line.x2(), line.y2(), line.arrow().attended());
  }

  private void arrow(double x1, double y1, double x2, double y2, boolean attended) {
    add(
        String.format(
            Locale.ROOT,
            "<line class=\"arrow%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\""
                + " marker-end=\"url(#head)\"/>",
            attended ? " attended" : "",
            x1,
            y1,
            x2,
            y2));
  }

  private void box(FlowLayout.Place place) {
    Flow.Box box = place.box();
    add(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"6\"/>",
            box.learned() ? "learned" : "box",
            place.x(),
            place.y(),
            place.width(),
            FlowLayout.BOX_HEIGHT));
    boolean two = !box.shape().isEmpty();
    text("", place.center(), place.y() + (two ? 19 : 27), box.text());
    if (two) {
      text("shape", place.center(), place.y() + 35, box.shape());
    }
  }

  private void text(String style, double x, double y, String words) {
    String attribute = style.isEmpty() ? "" : " class=\"" + style + "\"";
    add(
        String.format(
            Locale.ROOT,
            "<text%s x=\"%.1f\" y=\"%.1f\">%s</text>",
            attribute,
            x,
            y,
            Svg.escape(words)));
  }

  private static final String ATTENDED = "attended: keys and values";
  private static final String LEARNED = "learned";

  private static double legendWidth(boolean attended, boolean learned) {
    return (attended ? 44 + FlowLayout.room(ATTENDED) + 20 : 0)
        + (learned ? 36 + FlowLayout.room(LEARNED) : 0);
  }

  private void legend(boolean attended, boolean learned) {
    double x = FlowLayout.MARGIN;
    double y = layout.height() + LEGEND / 2 - 8;
    if (attended) {
      arrow(x, y, x + 36, y, true);
      text("side", x + 44, y + 4, ATTENDED);
      x += 44 + FlowLayout.room(ATTENDED) + 20;
    }
    if (learned) {
      add(
          String.format(
              Locale.ROOT,
              "<rect class=\"learned\" x=\"%.1f\" y=\"%.1f\" width=\"28\" height=\"16\" rx=\"4\"/>",
              x,
              y - 8));
      text("side", x + 36, y + 4, LEARNED);
    }
  }

  private void add(String line) {
    svg.append(line).append('\n');
  }
}
