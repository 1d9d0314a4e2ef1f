package dev.braid.encoders.image;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code erase}: a rectangle of random size and shape is overwritten (Zhong et al.
 * 2017, "Random Erasing Data Augmentation"); sizes as in torchvision's {@code RandomErasing}.
 */
public final class Erase extends PictureAugmentation<Erase.Options> {

  private static final int TRIES = 10;

  /** What the rectangle is overwritten with. */
  public enum Fill {
    /** Random bytes; the best of the paper. */
    RANDOM,
    /** The mean colour of the picture. */
    MEAN,
    /** Black. */
    BLACK
  }

  /** Options of {@code erase}. */
  public record Options(
      @Option(value = "probability that a picture is changed", byDefault = "0.5", min = 0, max = 1)
          double p,
      @Option(
              value = "area of the rectangle as a share of the picture, [least, most]",
              byDefault = "[0.02, 0.33]",
              min = 0.001,
              max = 1)
          List<Double> scale,
      @Option(
              value = "height / width of the rectangle, [least, most]",
              byDefault = "[0.3, 3.3]",
              min = 0.01,
              max = 100)
          List<Double> ratio,
      @Option(value = "what it is overwritten with", byDefault = "random") Fill fill) {}

  @Override
  public String type() {
    return "erase";
  }

  @Override
  public String description() {
    return "a random rectangle overwritten (random erasing)";
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
    if (random.nextDouble() >= options.p()) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    for (int i = 0; i < TRIES; i++) {
      double share = uniform(random, options.scale().get(0), options.scale().get(1));
      double ratio = ratio(random, options.ratio());
      int h = (int) Math.rint(Math.sqrt(share * width * height * ratio));
      int w = (int) Math.rint(Math.sqrt(share * width * height / ratio));
      if (w > 0 && h > 0 && w < width && h < height) {
        int top = random.nextInt(height - h + 1);
        int left = random.nextInt(width - w + 1);
        return erased(options.fill(), picture, left, top, w, h, random);
      }
    }
    return picture;
  }

  private static Planes erased(
      Fill fill, Planes picture, int left, int top, int w, int h, RandomGenerator random) {
    Planes out = picture.copy();
    for (int c = 0; c < Planes.CHANNELS; c++) {
      if (fill == Fill.RANDOM) {
        for (int y = top; y < top + h; y++) {
          for (int x = left; x < left + w; x++) {
            out.set(c, y, x, random.nextInt(256));
          }
        }
      } else {
        out.fill(c, left, top, w, h, fill == Fill.MEAN ? mean(picture, c) : 0);
      }
    }
    return out;
  }

  private static int mean(Planes picture, int channel) {
    long sum = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        sum += picture.at(channel, y, x);
      }
    }
    return (int) Math.round((double) sum / (picture.width() * picture.height()));
  }
}
