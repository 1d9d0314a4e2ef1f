package dev.braid.encoders.image;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code affine}: the picture is turned, moved, scaled and sheared about its
 * middle, with torchvision's {@code RandomAffine} for the random values and its matrix.
 */
public final class Affine extends PictureAugmentation<Affine.Options> {

  /** What comes in from outside a picture. */
  public enum Outside {
    /** Black. */
    BLACK,
    /** The nearest pixel of the edge. */
    EDGE
  }

  /** Options of {@code affine}. */
  public record Options(
      @Option(
              value = "turned by up to this many degrees, either way",
              byDefault = "10",
              min = 0,
              max = 180)
          double rotate,
      @Option(
              value = "moved by up to this share of width and height",
              byDefault = "0.1",
              min = 0,
              max = 1)
          double translate,
      @Option(
              value = "size as a multiple of its own, [least, most]",
              byDefault = "[0.9, 1.1]",
              min = 0.01,
              max = 100)
          List<Double> scale,
      @Option(
              value = "sheared along x by up to this many degrees, either way",
              byDefault = "0",
              min = 0,
              max = 80)
          double shear,
      @Option(value = "what comes in from outside the picture", byDefault = "black")
          Outside outside) {}

  @Override
  public String type() {
    return "affine";
  }

  @Override
  public String description() {
    return "the picture turned, moved, scaled and sheared at random";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    checkRange("scale", options.scale(), problems);
  }

  @Override
  Planes change(Options options, Planes picture, RandomGenerator random) {
    double angle = uniform(random, -options.rotate(), options.rotate());
    double right = options.translate() * picture.width();
    double down = options.translate() * picture.height();
    double x = Math.rint(uniform(random, -right, right));
    double y = Math.rint(uniform(random, -down, down));
    double scale = uniform(random, options.scale().get(0), options.scale().get(1));
    double shear = uniform(random, -options.shear(), options.shear());
    return Warp.of(angle, x, y, scale, shear).apply(picture, options.outside());
  }
}
