package dev.braid.encoders.image;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.picture.Pixels;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code crop}: a part of the picture of random size and shape is cut out and
 * resized to the picture's size. The definition of torchvision's {@code RandomResizedCrop}: ten
 * tries, then the middle; resized bilinearly with antialiasing.
 */
public final class Crop extends PictureAugmentation<Crop.Options> {

  private static final int TRIES = 10;

  /** Options of {@code crop}. */
  public record Options(
      @Option(
              value = "area of the part as a share of the picture, [least, most]",
              byDefault = "[0.08, 1]",
              min = 0.001,
              max = 1)
          List<Double> scale,
      @Option(
              value = "width / height of the part, [least, most]",
              byDefault = "[0.75, 1.3333333333333333]",
              min = 0.01,
              max = 100)
          List<Double> ratio) {}

  @Override
  public String type() {
    return "crop";
  }

  @Override
  public String description() {
    return "a random part of the picture in its place (torchvision's RandomResizedCrop)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    checkRange("scale", options.scale(), problems);
    checkRange("ratio", options.ratio(), problems);
  }

  @Override
  Planes change(Options options, Planes picture, RandomGenerator random) {
    Window window = window(options, picture.width(), picture.height(), random);
    Pixels part = picture.window(window.left, window.top, window.width, window.height);
    int width = picture.width();
    int height = picture.height();
    return new Planes(width, height, part.stretched(width, height).planes());
  }

  record Window(int left, int top, int width, int height) {}

  static Window window(Options options, int width, int height, RandomGenerator random) {
    List<Double> scale = options.scale();
    for (int i = 0; i < TRIES; i++) {
      double area = (double) width * height * uniform(random, scale.get(0), scale.get(1));
      double ratio = ratio(random, options.ratio());
      int w = (int) Math.rint(Math.sqrt(area * ratio));
      int h = (int) Math.rint(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = random.nextInt(height - h + 1);
        return new Window(random.nextInt(width - w + 1), top, w, h);
      }
    }
    double shape = (double) width / height;
    double least = options.ratio().get(0);
    double most = options.ratio().get(1);
    int w = shape > most ? (int) Math.rint(height * most) : width;
    int h = shape < least ? (int) Math.rint(width / least) : height;
    return new Window((width - w) / 2, (height - h) / 2, Math.max(1, w), Math.max(1, h));
  }
}
