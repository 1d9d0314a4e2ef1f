package dev.braid.core.data.shapes;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A picture before it is drawn: shapes that do not touch, on a light ground.
 *
 * @param size of the picture in pixels
 */
record Scene(int size, List<Item> items) {

  /** The colour behind all shapes. */
  static final int GROUND = 0xF4F1EA;

  /** The outlines. */
  enum Form {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The colours, far apart. */
  enum Colour {
    RED(0xD62728),
    GREEN(0x2CA02C),
    BLUE(0x1F4FD8),
    YELLOW(0xE8C400),
    PURPLE(0x8E24AA),
    BLACK(0x202020);

    private final int rgb;

    Colour(int rgb) {
      this.rgb = rgb;
    }

    int rgb() {
      return rgb;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One shape.
   *
   * @param x of its centre from the left, in pixels
   * @param y of its centre from the top, in pixels
   * @param radius half its height
   */
  record Item(Form form, Colour colour, int x, int y, int radius) {

    /** {@code red circle}. */
    String name() {
      return colour + " " + form;
    }

    /** Elsewhere. */
    Item at(int otherX, int otherY) {
      return new Item(form, colour, otherX, otherY, radius);
    }

    private boolean covers(int px, int py) {
      int dx = px - x;
      int dy = py - y;
      return switch (form) {
        case CIRCLE -> dx * dx + dy * dy <= radius * radius;
        case SQUARE -> Math.max(Math.abs(dx), Math.abs(dy)) <= radius * 7 / 8;
        case TRIANGLE -> Math.abs(dy) <= radius && 2 * Math.abs(dx) <= dy + radius;
        case DIAMOND -> Math.abs(dx) + Math.abs(dy) <= radius;
      };
    }
  }

  /** Draws a scene at random. Half of the scenes have few kinds, so that larger counts occur. */
  static Scene random(Random random, int size, int least, int most) {
    int count = least + random.nextInt(most - least + 1);
    int forms = random.nextBoolean() ? Form.values().length : 2;
    int colours = random.nextBoolean() ? Colour.values().length : 2;
    int firstForm = random.nextInt(Form.values().length);
    int firstColour = random.nextInt(Colour.values().length);
    while (true) {
      List<Item> items = new ArrayList<>();
      for (int tries = 0; items.size() < count && tries < 200; tries++) {
        int radius = size / 9 + random.nextInt(Math.max(1, size / 16));
        Item item =
            new Item(
                Form.values()[(firstForm + random.nextInt(forms)) % Form.values().length],
                Colour.values()[(firstColour + random.nextInt(colours)) % Colour.values().length],
                radius + 1 + random.nextInt(size - 2 * radius - 2),
                radius + 1 + random.nextInt(size - 2 * radius - 2),
                radius);
        if (items.stream().noneMatch(other -> near(item, other))) {
          items.add(item);
        }
      }
      if (items.size() == count) {
        return new Scene(size, List.copyOf(items));
      }
    }
  }

  private static boolean near(Item a, Item b) {
    int gap = a.radius + b.radius + 2;
    return Math.abs(a.x - b.x) < gap && Math.abs(a.y - b.y) < gap;
  }

  /**
   * The picture. Pixels are set one by one: the drawing routines of Java differ between versions.
   */
  BufferedImage draw() {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int rgb = GROUND;
        for (Item item : items) {
          if (item.covers(x, y)) {
            rgb = item.colour.rgb;
          }
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  /** A plain description: {@code a red circle, a blue square}, from left to right. */
  String caption() {
    return String.join(
        ", ",
        items.stream()
            .sorted((a, b) -> Integer.compare(a.x, b.x))
            .map(item -> "a " + item.name())
            .toList());
  }
}
