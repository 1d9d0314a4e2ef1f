package dev.braid.core.inspect;

import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.api.data.SpecialIds;
import dev.braid.core.chart.Scale;
import dev.braid.core.report.Thumbnail;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A feature for people. Bytes of shape {@code [3, H, W]} or {@code [1, H, W]} are a picture, ids
 * are tokens, and of anything else there is the shape and what its numbers are like.
 *
 * @param picture a data URI, or null
 * @param coarse whether the picture is so small that its pixels should stay visible
 * @param tokens of ids, the first ones
 * @param more how many tokens are left out
 * @param facts shape, mean, least and largest number; empty for pictures and ids
 */
public record Shown(
    @Nullable String picture, boolean coarse, List<Token> tokens, int more, String facts) {

  private static final int MOST = 60;
  private static final int COARSE = 128;

  /**
   * An id.
   *
   * @param style {@code word}, {@code unknown} or {@code special}
   */
  public record Token(String text, String style) {}

  static Shown of(Feature feature, Reader reader) throws IOException {
    if (feature instanceof Feature.Ids ids) {
      return new Shown(
          null, false, tokens(ids, reader), Math.max(0, ids.values().length - MOST), "");
    }
    if (feature instanceof Feature.Floats floats) {
      float[] values = floats.values();
      return facts(feature, IntStream.range(0, values.length).mapToDouble(i -> values[i]));
    }
    byte[] bytes = ((Feature.Bytes) feature).values();
    long[] shape = feature.dimensions();
    if (shape.length == 3 && (shape[0] == 3 || shape[0] == 1)) {
      BufferedImage picture = picture(bytes, shape);
      boolean coarse = Math.max(shape[1], shape[2]) <= COARSE;
      return new Shown(Thumbnail.of(picture), coarse, List.of(), 0, "");
    }
    return facts(feature, IntStream.range(0, bytes.length).mapToDouble(i -> bytes[i] & 0xff));
  }

  private static List<Token> tokens(Feature.Ids ids, Reader reader) {
    SpecialIds special = reader.special();
    return Arrays.stream(ids.values())
        .limit(MOST)
        .mapToObj(id -> new Token(reader.token(id), style(id, special)))
        .toList();
  }

  private static String style(int id, SpecialIds special) {
    Integer unknown = special.unknown();
    if (unknown != null && unknown == id) {
      return "unknown";
    }
    return special.fixed().contains(id) ? "special" : "word";
  }

  private static Shown facts(Feature feature, DoubleStream numbers) {
    String shape =
        Arrays.stream(feature.dimensions())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", ", "[", "]"));
    var statistics = numbers.summaryStatistics();
    return new Shown(
        null,
        false,
        List.of(),
        0,
        statistics.getCount() == 0
            ? shape
            : "%s mean %s, min %s, max %s"
                .formatted(
                    shape,
                    Scale.compact(statistics.getAverage()),
                    Scale.compact(statistics.getMin()),
                    Scale.compact(statistics.getMax())));
  }

  private static BufferedImage picture(byte[] planes, long[] shape) {
    int height = (int) shape[1];
    int width = (int) shape[2];
    int plane = height * width;
    int green = shape[0] == 3 ? plane : 0;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < plane; i++) {
      int rgb =
          (planes[i] & 0xff) << 16
              | (planes[i + green] & 0xff) << 8
              | (planes[i + 2 * green] & 0xff);
      picture.setRGB(i % width, i / width, rgb);
    }
    return picture;
  }
}
