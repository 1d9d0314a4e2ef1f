import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints a comparison as Markdown, with the test accuracy of each kind of question: {@code java
 * Table.java COMPARISON KIND…}. Times come from a second comparison of the same variants where
 * {@code --times COMPARISON} names one.
 */
final class Table {

  private static final Pattern CELL = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,\"]*)");

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path folder = Path.of(arguments[0]);
    List<String> kinds = new ArrayList<>();
    Map<String, Map<String, String>> times = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i].equals("--times")) {
        read(Path.of(arguments[++i])).forEach(row -> times.put(name(row), row));
      } else {
        kinds.add(arguments[i]);
      }
    }
    System.out.print("| # | operator | accuracy |");
    kinds.forEach(kind -> System.out.printf(" %s |", kind));
    System.out.println(" to the best, 95 % | parameters | MMACs | train, ms | infer, ms | MiB |");
    System.out.println("| --- ".repeat(9 + kinds.size()) + "|");
    for (Map<String, String> row : read(folder)) {
      Map<String, String> timed = times.getOrDefault(name(row), row);
      System.out.printf(
          "| %s | %s | %s |",
          row.get("rank"),
          name(row),
          mean(row.get("test_mean"), row.get("test_deviation")));
      for (String kind : kinds) {
        System.out.printf(" %s |", percent(kind(folder, row.get("runs"), kind)));
      }
      System.out.printf(
          " %s | %s | %s | %s | %s | %s |%n",
          difference(row),
          number(row.get("parameters"), "%,.0f", 1),
          number(row.get("macs_per_sample"), "%.2f", 1e-6),
          number(timed.get("train_ms_per_sample"), "%.3f", 1),
          number(timed.get("inference_ms_per_sample"), "%.3f", 1),
          number(row.get("peak_memory_mib"), "%.0f", 1));
    }
  }

  private static String name(Map<String, String> row) {
    return row.get("variant")
        .replaceFirst("^fusion=", "")
        .replaceFirst("\\{type: ([^,}]*).*", "$1");
  }

  private static List<Map<String, String>> read(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("leaderboard.csv"));
    List<String> names = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    Matcher matcher = CELL.matcher(line);
    for (int at = 0; at <= line.length(); at = matcher.end() + 1) {
      if (!matcher.find(at)) {
        break;
      }
      String quoted = matcher.group(1);
      cells.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
    }
    return cells;
  }

  /** The mean over a variant's runs, or NaN where it has none. */
  private static double kind(Path folder, String runs, String kind) throws IOException {
    double sum = 0;
    int count = 0;
    Pattern measure = Pattern.compile("\"accuracy\\." + Pattern.quote(kind) + "\" : ([0-9.E-]+)");
    for (String run : runs.split("[; ]+")) {
      if (run.isEmpty()) {
        continue;
      }
      Matcher first = measure.matcher(Files.readString(folder.resolve(run).resolve("test.json")));
      if (first.find()) {
        sum += Double.parseDouble(first.group(1));
        count++;
      }
    }
    return sum / count;
  }

  private static String mean(String mean, String deviation) {
    if (mean.isEmpty()) {
      return "–";
    }
    String text = percent(Double.parseDouble(mean));
    return deviation.isEmpty() ? text : text + " ± " + percent(Double.parseDouble(deviation));
  }

  private static String difference(Map<String, String> row) {
    return row.get("difference_low").isEmpty()
        ? "–"
        : "%s [%s, %s]"
            .formatted(
                percent(Double.parseDouble(row.get("difference"))),
                percent(Double.parseDouble(row.get("difference_low"))),
                percent(Double.parseDouble(row.get("difference_high"))));
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : "%.1f".formatted(100 * share);
  }

  private static String number(String text, String format, double factor) {
    return text.isEmpty() ? "–" : format.formatted(Double.parseDouble(text) * factor);
  }

  private Table() {}
}
