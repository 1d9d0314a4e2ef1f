import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws accuracy against labels, mean and standard deviation over seeds, and prints the table:
 * {@code java Curve.java shapes.csv shapes.svg}.
 */
final class Curve {

  private static final int WIDTH = 420;
  private static final int HEIGHT = 300;
  private static final int LEFT = 60;
  private static final int TOP = 20;
  private static final List<String> COLOURS = List.of("#d55e00", "#0072b2");

  private final StringBuilder svg = new StringBuilder();
  private final double low;
  private final List<Integer> sizes;

  private Curve(double low, List<Integer> sizes) {
    this.low = low;
    this.sizes = sizes;
  }

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Map<String, TreeMap<Integer, List<Double>>> all = new LinkedHashMap<>();
    List<String> rows = Files.readAllLines(Path.of(arguments[0]));
    double least = 1;
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",");
      double accuracy = Double.parseDouble(cells[3]);
      least = Math.min(least, accuracy);
      all.computeIfAbsent(cells[0], key -> new TreeMap<>())
          .computeIfAbsent(Integer.valueOf(cells[1]), key -> new ArrayList<>())
          .add(accuracy);
    }
    List<Integer> sizes = List.copyOf(all.values().iterator().next().keySet());
    System.out.println("| labels | " + String.join(" | ", all.keySet()) + " |");
    System.out.println("| ---" + " | ---".repeat(all.size()) + " |");
    for (int size : sizes) {
      StringBuilder line = new StringBuilder("| %,d |".formatted(size));
      all.values().forEach(points -> line.append(" %.3f ± %.3f |".formatted(mean(points.get(size)), deviation(points.get(size)))));
      System.out.println(line);
    }
    Files.writeString(Path.of(arguments[1]), new Curve(Math.floor(least * 10) / 10, sizes).draw(all));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Of a sample: divided by one less than its size. */
  private static double deviation(List<Double> values) {
    double mean = mean(values);
    double sum = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return values.size() < 2 ? 0 : Math.sqrt(sum / (values.size() - 1));
  }

  private String draw(Map<String, TreeMap<Integer, List<Double>>> all) {
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>", LEFT + WIDTH + 30, TOP + HEIGHT + 60);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    for (double tick = low; tick < 1.001; tick += 0.1) {
      add("<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='#ddd'/>", LEFT, y(tick), LEFT + WIDTH, y(tick));
      add("<text x='%d' y='%.1f' text-anchor='end'>%.1f</text>", LEFT - 8, y(tick) + 4, tick);
    }
    for (int size : sizes) {
      add("<text x='%.1f' y='%d' text-anchor='middle'>%,d</text>", x(size), TOP + HEIGHT + 18, size);
    }
    add("<text x='%d' y='%d' text-anchor='middle'>labels</text>", LEFT + WIDTH / 2, TOP + HEIGHT + 40);
    add("<text transform='translate(16 %d) rotate(-90)' text-anchor='middle'>held-out accuracy</text>", TOP + HEIGHT / 2);
    int number = 0;
    for (Map.Entry<String, TreeMap<Integer, List<Double>>> entry : all.entrySet()) {
      curve(entry.getKey(), entry.getValue(), number++);
    }
    add("</svg>");
    return svg.toString();
  }

  private void curve(String name, TreeMap<Integer, List<Double>> points, int number) {
    String colour = COLOURS.get(number % COLOURS.size());
    StringBuilder path = new StringBuilder();
    points.forEach(
        (size, values) -> {
          double mean = mean(values);
          double deviation = deviation(values);
          path.append("%.1f,%.1f ".formatted(x(size), y(mean)));
          add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='2'/>", x(size), y(mean - deviation), x(size), y(mean + deviation), colour);
          add("<circle cx='%.1f' cy='%.1f' r='3.5' fill='%s'/>", x(size), y(mean), colour);
        });
    add("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>", path.toString().strip(), colour);
    int line = TOP + HEIGHT - 40 + 20 * number;
    add("<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='%s' stroke-width='2'/>", LEFT + 240, line, LEFT + 270, line, colour);
    add("<text x='%d' y='%d'>starts from %s</text>", LEFT + 278, line + 4, name);
  }

  /** Logarithmic. */
  private double x(double size) {
    double first = Math.log(sizes.get(0));
    double last = Math.log(sizes.get(sizes.size() - 1));
    return LEFT + 25 + (WIDTH - 50) * (Math.log(size) - first) / (last - first);
  }

  private double y(double accuracy) {
    return TOP + HEIGHT * (1 - (accuracy - low) / (1 - low));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
