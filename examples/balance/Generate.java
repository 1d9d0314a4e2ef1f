import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Makes data in which captions are quickly learned and pictures slowly: {@code java Generate.java
 * FOLDER}. A caption has a word for the shape, which is wrong in 15 % of the samples, among words
 * that say nothing but can be learned by heart. The picture always shows the shape: small,
 * somewhere, in any colours, in noise.
 */
final class Generate {

  private static final List<String> SHAPES = List.of("circle", "square", "triangle", "cross");
  private static final int SIZE = 24;
  private static final int FILLERS = 400;
  private static final double WRONG = 0.15;

  public static void main(String[] arguments) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder.resolve("pictures"));
    write(folder, "train", 400, new Random(1));
    write(folder, "validation", 400, new Random(3));
    write(folder, "test", 1000, new Random(2));
  }

  private static void write(Path folder, String split, int count, Random random)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int shape = random.nextInt(SHAPES.size());
      String picture = "pictures/%s-%d.png".formatted(split, i);
      ImageIO.write(draw(shape, random), "png", folder.resolve(picture).toFile());
      lines.add(
          "{\"caption\": \"%s\", \"picture\": \"%s\", \"answer\": \"%s\"}"
              .formatted(caption(shape, random), picture, SHAPES.get(shape)));
    }
    Files.write(folder.resolve(split + ".jsonl"), lines);
  }

  private static String caption(int shape, Random random) {
    int named =
        random.nextDouble() < WRONG
            ? (shape + 1 + random.nextInt(SHAPES.size() - 1)) % SHAPES.size()
            : shape;
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      words.add("word" + random.nextInt(FILLERS));
    }
    words.add(random.nextInt(words.size() + 1), SHAPES.get(named));
    return String.join(" ", words);
  }

  private static BufferedImage draw(int shape, Random random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(colour(0, random));
    g.fillRect(0, 0, SIZE, SIZE);
    g.setColor(colour(100, random));
    g.setStroke(new BasicStroke(2));
    int side = 8 + random.nextInt(5);
    int x = 1 + random.nextInt(SIZE - side - 2);
    int y = 1 + random.nextInt(SIZE - side - 2);
    switch (shape) {
      case 0 -> g.fillOval(x, y, side, side);
      case 1 -> g.fillRect(x, y, side, side);
      case 2 ->
          g.fillPolygon(
              new Polygon(
                  new int[] {x, x + side, x + side / 2}, new int[] {y + side, y + side, y}, 3));
      default -> {
        g.drawLine(x + side / 2, y, x + side / 2, y + side);
        g.drawLine(x, y + side / 2, x + side, y + side / 2);
      }
    }
    g.dispose();
    for (int i = 0; i < SIZE * SIZE; i++) {
      Color old = new Color(image.getRGB(i % SIZE, i / SIZE));
      image.setRGB(
          i % SIZE,
          i / SIZE,
          new Color(
                  noisy(old.getRed(), random),
                  noisy(old.getGreen(), random),
                  noisy(old.getBlue(), random))
              .getRGB());
    }
    return image;
  }

  private static Color colour(int least, Random random) {
    return new Color(
        least + random.nextInt(156), least + random.nextInt(156), least + random.nextInt(156));
  }

  private static int noisy(int value, Random random) {
    return Math.max(0, Math.min(255, (int) Math.round(value + 35 * random.nextGaussian())));
  }
}
