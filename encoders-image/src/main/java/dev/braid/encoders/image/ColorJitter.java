package dev.braid.encoders.image;

import dev.braid.api.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code color-jitter}: brightness, contrast, saturation and hue are changed by
 * random factors in random order, as torchvision's {@code ColorJitter} defines it.
 */
public final class ColorJitter extends PictureAugmentation<ColorJitter.Options> {

  /** Options of {@code color-jitter}. */
  public record Options(
      @Option(
              value = "brightness is multiplied by a factor up to this far from 1",
              byDefault = "0.2",
              min = 0,
              max = 10)
          double brightness,
      @Option(
              value = "contrast is multiplied by a factor up to this far from 1",
              byDefault = "0.2",
              min = 0,
              max = 10)
          double contrast,
      @Option(
              value = "saturation is multiplied by a factor up to this far from 1",
              byDefault = "0.2",
              min = 0,
              max = 10)
          double saturation,
      @Option(
              value = "hue is turned by up to this share of the colour circle",
              byDefault = "0",
              min = 0,
              max = 0.5)
          double hue) {}

  @Override
  public String type() {
    return "color-jitter";
  }

  @Override
  public String description() {
    return "brightness, contrast, saturation and hue changed at random";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  Planes change(Options options, Planes picture, RandomGenerator random) {
    Planes out = picture;
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(order, new Random(random.nextLong()));
    double brightness = factor(options.brightness(), random);
    double contrast = factor(options.contrast(), random);
    double saturation = factor(options.saturation(), random);
    double hue = uniform(random, -options.hue(), options.hue());
    for (int step : order) {
      out =
          switch (step) {
            case 0 -> options.brightness() == 0 ? out : Colors.brightness(out, brightness);
            case 1 -> options.contrast() == 0 ? out : Colors.contrast(out, contrast);
            case 2 -> options.saturation() == 0 ? out : Colors.saturation(out, saturation);
            default -> options.hue() == 0 ? out : Colors.hue(out, hue);
          };
    }
    return out;
  }

  private static double factor(double far, RandomGenerator random) {
    return uniform(random, Math.max(0, 1 - far), 1 + far);
  }
}
