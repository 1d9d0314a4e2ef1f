package dev.braid.core.data.shapes;

import dev.braid.core.data.shapes.Scene.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Texts that say everything in a scene: every shape, and of two shapes how they lie. Two scenes
 * either have all their texts in common or none, and {@link #key} tells which.
 */
final class Caption {

  /** The fewest wordings that any scene has: one for each frame. */
  static final int MOST = 6;

  private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four");

  private Caption() {}

  /**
   * What the texts say, in one fixed way: {@code red circle}, {@code red circle left of blue
   * square}; of more shapes their names in order.
   */
  static String key(Scene scene) {
    if (scene.items().size() == 2) {
      Pair pair = Pair.of(scene);
      return pair.first.name() + " " + pair.relation + " " + pair.second.name();
    }
    return scene.items().stream().map(Item::name).sorted().collect(Collectors.joining(", "));
  }

  /** Different wordings, drawn at random. */
  static List<String> about(Scene scene, int count, Random random) {
    int size = scene.items().size();
    String shapes = NUMBERS.get(size) + (size == 1 ? " shape" : " shapes");
    List<String> wordings = new ArrayList<>();
    for (String phrase : phrases(scene)) {
      wordings.add(phrase);
      wordings.add(shapes + ": " + phrase);
      wordings.add("a picture of " + phrase);
      wordings.add(phrase + " and nothing else");
      wordings.add("a picture with " + shapes + ": " + phrase);
      wordings.add("here is " + phrase);
    }
    Collections.shuffle(wordings, random);
    return List.copyOf(wordings.subList(0, count));
  }

  private static List<String> phrases(Scene scene) {
    return switch (scene.items().size()) {
      case 1 -> {
        Item item = scene.items().get(0);
        yield List.of("a " + item.name(), "a " + item.form() + " that is " + item.colour());
      }
      case 2 -> {
        Pair pair = Pair.of(scene);
        String first = "a " + pair.first.name();
        String second = "a " + pair.second.name();
        yield List.of(
            first + " " + pair.relation + " " + second, second + " " + pair.inverse + " " + first);
      }
      default -> {
        Map<String, Integer> counts = new TreeMap<>();
        scene.items().forEach(item -> counts.merge(item.name(), 1, Integer::sum));
        List<String> names = new ArrayList<>();
        counts.forEach(
            (name, count) ->
                names.add(count == 1 ? "a " + name : NUMBERS.get(count) + " " + name + "s"));
        List<String> backwards = new ArrayList<>(names);
        Collections.reverse(backwards);
        yield names.size() == 1 ? List.of(list(names)) : List.of(list(names), list(backwards));
      }
    };
  }

  /** {@code a, b and c}. */
  private static String list(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /**
   * Two shapes in the direction in which they are further apart.
   *
   * @param first the left or upper one
   */
  private record Pair(Item first, Item second, String relation, String inverse) {

    static Pair of(Scene scene) {
      Item a = scene.items().get(0);
      Item b = scene.items().get(1);
      boolean beside = Math.abs(a.x() - b.x()) >= Math.abs(a.y() - b.y());
      List<Item> order = new ArrayList<>(scene.items());
      order.sort(Comparator.comparingInt(beside ? Item::x : Item::y));
      return beside
          ? new Pair(order.get(0), order.get(1), "left of", "right of")
          : new Pair(order.get(0), order.get(1), "above", "below");
    }
  }
}
