package dev.braid.core.report;

import dev.braid.core.chart.RowChart;
import dev.braid.core.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A table with a strip of a chart in each row.
 *
 * @param rows from the top
 * @param axis SVG below the last strip
 */
public record Strips(List<Row> rows, String axis) {

  /**
   * A row.
   *
   * @param label its words
   * @param style a class, such as {@code model} or {@code baseline}
   * @param strip SVG
   * @param figures what is written behind it
   */
  public record Row(String label, String style, String strip, List<String> figures) {}

  /** What a row is made from. */
  public record Item(String label, String style, RowChart.Strip strip, List<String> figures) {}

  /** Bars and intervals of shares, from 0 to 1. */
  public static Strips shares(List<Item> items, List<RowChart.Level> levels) {
    return on(Scale.linear(0, 1, 5), items, levels);
  }

  /** Marks on an axis that spans them, their whiskers and the levels. */
  public static Strips spanning(List<Item> items, List<RowChart.Level> levels) {
    double[] values =
        DoubleStream.concat(
                items.stream().map(Item::strip).flatMapToDouble(Strips::values),
                levels.stream().mapToDouble(RowChart.Level::value))
            .sorted()
            .toArray();
    return on(Scale.linear(values[0], values[values.length - 1], 5), items, levels);
  }

  private static DoubleStream values(RowChart.Strip strip) {
    return DoubleStream.concat(
        DoubleStream.concat(
            DoubleStream.of(strip.value()), strip.dots().stream().mapToDouble(RowChart.Dot::value)),
        Stream.of(strip.low(), strip.high())
            .flatMap(Stream::ofNullable)
            .mapToDouble(Double::doubleValue));
  }

  private static Strips on(Scale scale, List<Item> items, List<RowChart.Level> levels) {
    RowChart chart = new RowChart(scale, levels);
    List<Row> rows = new ArrayList<>();
    for (Item item : items) {
      rows.add(new Row(item.label(), item.style(), chart.strip(item.strip()), item.figures()));
    }
    return new Strips(rows, chart.axis());
  }
}
