import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws accuracy.csv as two panels of curves: {@code java Curves.java accuracy.csv accuracy.svg}. */
final class Curves {

  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00");
  private static final int SIDE = 300;
  private static final int TOP = 40;
  private static final int LEFT = 60;
  private static final int STEP = SIDE + 40;

  private final StringBuilder svg = new StringBuilder();

  private record Line(String fusion, String dropout, String missing) {}

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Map<Line, List<double[]>> lines = new LinkedHashMap<>();
    List<String> rows = Files.readAllLines(Path.of(arguments[0]));
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",");
      lines
          .computeIfAbsent(new Line(cells[0], cells[1], cells[2]), key -> new ArrayList<>())
          .add(new double[] {Double.parseDouble(cells[3]), Double.parseDouble(cells[4])});
    }
    Files.writeString(Path.of(arguments[1]), new Curves().draw(lines));
  }

  private String draw(Map<Line, List<double[]>> lines) {
    int width = LEFT + 2 * STEP + 150;
    int height = TOP + SIDE + 60;
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
        width, height);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    panel(0, "pictures");
    panel(1, "questions");
    List<String> fusions =
        lines.keySet().stream()
            .filter(line -> !line.dropout().equals("baseline"))
            .map(Line::fusion)
            .distinct()
            .toList();
    lines.forEach((line, points) -> curve(line, points, fusions));
    int x = LEFT + 2 * STEP;
    int y = TOP + 12;
    for (String fusion : fusions) {
      key(x, y, COLOURS.get(fusions.indexOf(fusion)), "", fusion);
      y += 20;
    }
    key(x, y + 10, "#444", "", "modality dropout");
    key(x, y + 30, "#444", "5,4", "without");
    key(x, y + 50, "#888", "1,3", "without a model");
    add("</svg>");
    return svg.toString();
  }

  private void panel(int panel, String what) {
    int x0 = LEFT + panel * STEP;
    add("<text x='%d' y='%d' text-anchor='middle' font-weight='bold'>%s missing</text>", x0 + SIDE / 2, TOP - 14, what);
    for (int i = 0; i <= 4; i++) {
      int x = x0 + i * SIDE / 4;
      int y = TOP + SIDE - i * SIDE / 4;
      add("<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#ddd'/>", x0, y, x0 + SIDE, y);
      add("<text x='%d' y='%d' text-anchor='middle'>%d %%</text>", x, TOP + SIDE + 18, 25 * i);
      if (panel == 0) {
        add("<text x='%d' y='%d' text-anchor='end'>%.2f</text>", x0 - 8, y + 4, 0.25 * i);
      }
    }
    if (panel == 0) {
      add("<text transform='translate(16 %d) rotate(-90)' text-anchor='middle'>accuracy</text>", TOP + SIDE / 2);
    }
  }

  private void curve(Line line, List<double[]> points, List<String> fusions) {
    int x0 = LEFT + (line.missing().equals("picture") ? 0 : STEP);
    boolean baseline = line.dropout().equals("baseline");
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      double y = TOP + SIDE * (1 - point[1]);
      double x = x0 + SIDE * point[0] / 100;
      path.append(baseline ? "%d,%.1f %d,%.1f".formatted(x0, y, x0 + SIDE, y) : " %.1f,%.1f".formatted(x, y));
    }
    if (baseline) {
      double y = TOP + SIDE * (1 - points.get(0)[1]);
      add("<text x='%d' y='%.1f' fill='#666'>%s</text>", x0 + 4, y + 14, line.fusion());
    }
    stroke(
        path.toString().strip(),
        baseline ? "#888" : COLOURS.get(fusions.indexOf(line.fusion())),
        baseline ? "1,3" : line.dropout().equals("0") ? "5,4" : "");
  }

  private void key(int x, int y, String colour, String dashes, String text) {
    stroke("%d,%d %d,%d".formatted(x, y, x + 30, y), colour, dashes);
    add("<text x='%d' y='%d'>%s</text>", x + 38, y + 4, text);
  }

  private void stroke(String points, String colour, String dashes) {
    add("<polyline points='%s' fill='none' stroke='%s' stroke-width='2' stroke-dasharray='%s'/>", points, colour, dashes.isEmpty() ? "none" : dashes);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
