package dev.braid.cli;

import dev.braid.core.spec.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code --missing}: {@code picture=0.3,question=10%} is one setting, {@code
 * picture=0,0.5,1,question=0.1} three, since an input with one value keeps it while another goes
 * through its own. Each {@code --missing} adds its settings.
 */
final class MissingSettings {

  private MissingSettings() {}

  /** Fractions by input name, one mapping for each measurement. */
  static List<Map<String, Double>> parse(List<String> texts, Set<String> inputs)
      throws Failures.UsageException {
    List<Map<String, Double>> settings = new ArrayList<>();
    for (String text : texts) {
      Map<String, List<Double>> values = values(text, inputs);
      int count = values.values().stream().mapToInt(List::size).max().orElse(0);
      for (Map.Entry<String, List<Double>> entry : values.entrySet()) {
        int size = entry.getValue().size();
        if (size != 1 && size != count) {
          throw wrong(
              text,
              "input '%s' has %d values, another %d; give each one value or the same number"
                  .formatted(entry.getKey(), size, count));
        }
      }
      for (int i = 0; i < count; i++) {
        Map<String, Double> setting = new LinkedHashMap<>();
        for (Map.Entry<String, List<Double>> entry : values.entrySet()) {
          List<Double> list = entry.getValue();
          setting.put(entry.getKey(), list.get(list.size() == 1 ? 0 : i));
        }
        settings.add(setting);
      }
    }
    return settings;
  }

  private static Map<String, List<Double>> values(String text, Set<String> inputs)
      throws Failures.UsageException {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    List<Double> list = null;
    for (String piece : text.split(",", -1)) {
      int equals = piece.indexOf('=');
      if (equals >= 0) {
        String input = piece.substring(0, equals).strip();
        if (!inputs.contains(input)) {
          throw wrong(
              text, "there is no input '%s'%s".formatted(input, Nearest.ending(input, inputs, "")));
        }
        list = new ArrayList<>();
        if (values.putIfAbsent(input, list) != null) {
          throw wrong(text, "input '%s' is there twice".formatted(input));
        }
      } else if (list == null) {
        throw wrong(text, "write INPUT=FRACTION, such as picture=0.3");
      }
      list.add(fraction(text, piece.substring(equals + 1).strip()));
    }
    return values;
  }

  private static double fraction(String text, String number) throws Failures.UsageException {
    boolean percent = number.endsWith("%");
    try {
      double value = Double.parseDouble(percent ? number.replaceFirst("%$", "") : number);
      double fraction = percent ? value / 100 : value;
      if (fraction >= 0 && fraction <= 1) {
        return fraction;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of bounds
    }
    throw wrong(text, "'%s' is not a fraction from 0 to 1 or 0%% to 100%%".formatted(number));
  }

  /** As in the heads of columns: {@code 25 %}. */
  static String percent(double fraction) {
    String number = String.format(Locale.ROOT, "%.2f", 100 * fraction);
    return number.replaceFirst("\\.?0+$", "") + " %";
  }

  private static Failures.UsageException wrong(String text, String message) {
    return new Failures.UsageException("--missing '" + text + "': " + message);
  }
}
