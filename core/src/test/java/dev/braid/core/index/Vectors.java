package dev.braid.core.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Vectors of length 1 from a seed. */
final class Vectors {

  private Vectors() {}

  static float[] unit(float... values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / Math.sqrt(sum));
    }
    return unit;
  }

  static List<float[]> random(int count, int width, long seed) {
    return around(List.of(), count, width, 1, seed);
  }

  /** Each near one of some centres, as the vectors of a trained model are. */
  static List<float[]> clustered(int count, int width, long seed) {
    return around(random(count / 50, width, seed), count, width, 0.6f, seed + 1);
  }

  private static List<float[]> around(
      List<float[]> centres, int count, int width, float spread, long seed) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[width];
      float[] centre = centres.isEmpty() ? vector : centres.get(random.nextInt(centres.size()));
      for (int j = 0; j < width; j++) {
        vector[j] = centre[j] + (float) (spread * random.nextGaussian() / Math.sqrt(width));
      }
      vectors.add(unit(vector));
    }
    return vectors;
  }

  static float dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return (float) sum;
  }

  /** Adds vectors as {@code first}, {@code first + 1}, …, with the fields of {@link #fields}. */
  static void put(IndexUpdate update, int first, List<float[]> vectors) throws Exception {
    for (int i = 0; i < vectors.size(); i++) {
      update.put(Integer.toString(first + i), vectors.get(i), fields(first + i));
    }
  }

  static Map<String, Object> fields(int number) {
    return Map.of(
        "colour", Arrays.asList("red", "green", "blue").get(number % 3),
        "size", number % 5,
        "tags", List.of("all", "tag" + number % 7));
  }

  /** Numbers of the nearest ones by the definition. */
  static List<String> nearest(List<float[]> vectors, float[] query, int top) {
    return nearest(vectors, query, top, number -> true);
  }

  static List<String> nearest(
      List<float[]> vectors, float[] query, int top, java.util.function.IntPredicate among) {
    return java.util.stream.IntStream.range(0, vectors.size())
        .filter(among)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(i -> -dot(vectors.get(i), query)))
        .limit(top)
        .map(String::valueOf)
        .toList();
  }

  static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }
}
