package dev.braid.encoders.image;

import dev.braid.api.Option;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code flip}: the picture is mirrored with a probability.
 *
 * <p>A mirrored picture can make an answer wrong: what was on the left is on the right. Leave it
 * out where questions or captions speak of left and right (or up and down), or of writing.
 */
public final class Flip extends PictureAugmentation<Flip.Options> {

  /** Which sides change places. */
  public enum Direction {
    /** Left and right. */
    HORIZONTAL,
    /** Up and down. */
    VERTICAL
  }

  /** Options of {@code flip}. */
  public record Options(
      @Option(value = "probability that a picture is mirrored", byDefault = "0.5", min = 0, max = 1)
          double p,
      @Option(
              value = "which sides change places; an answer 'left' would become wrong",
              byDefault = "horizontal")
          Direction direction) {}

  @Override
  public String type() {
    return "flip";
  }

  @Override
  public String description() {
    return "the picture mirrored, which turns the answers 'left' and 'right' around";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  Planes change(Options options, Planes picture, RandomGenerator random) {
    if (random.nextDouble() >= options.p()) {
      return picture;
    }
    boolean across = options.direction() == Direction.HORIZONTAL;
    Planes out = picture.empty();
    int right = picture.width() - 1;
    int bottom = picture.height() - 1;
    for (int c = 0; c < Planes.CHANNELS; c++) {
      for (int y = 0; y <= bottom; y++) {
        for (int x = 0; x <= right; x++) {
          out.set(c, y, x, picture.at(c, across ? y : bottom - y, across ? right - x : x));
        }
      }
    }
    return out;
  }
}
