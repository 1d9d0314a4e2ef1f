package dev.braid.tasks.retrieval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.tasks.metrics.Retrieval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The distinct values of one side of a split with their embeddings, and what each is linked to. */
final class Gallery {

  /** So many rows of similarities are in memory at once. */
  private static final int BLOCK = 256;

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<float[]> embeddings = new ArrayList<>();
  private final List<Set<Long>> links = new ArrayList<>();

  /**
   * Adds a value, once.
   *
   * @param code by which it is recognised
   * @param link what it shares with all that belongs to it; a value may come with several
   */
  void add(long code, float[] embedding, long link) {
    Integer number = numbers.putIfAbsent(code, embeddings.size());
    if (number == null) {
      number = embeddings.size();
      embeddings.add(embedding);
      links.add(new LinkedHashSet<>());
    }
    links.get(number).add(link);
  }

  int size() {
    return embeddings.size();
  }

  /**
   * Looks for the values of the other side, and counts where each query finds what belongs to it.
   */
  Retrieval find(Gallery others) {
    int[][] positives = positives(others);
    Retrieval ranks = new Retrieval();
    if (embeddings.isEmpty()) {
      return ranks;
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray items = matrix(others.embeddings, manager).transpose();
      for (int from = 0; from < size(); from += BLOCK) {
        int to = Math.min(size(), from + BLOCK);
        try (NDManager scope = manager.newSubManager()) {
          float[] similarities =
              matrix(embeddings.subList(from, to), scope).matMul(items).toFloatArray();
          for (int row = from; row < to; row++) {
            int begin = (row - from) * others.size();
            ranks.add(
                Arrays.copyOfRange(similarities, begin, begin + others.size()), positives[row]);
          }
        }
      }
    }
    return ranks;
  }

  /** The share of queries that would find what belongs to them first if the order were random. */
  double chance(Gallery others) {
    return Arrays.stream(positives(others))
        .mapToDouble(some -> (double) some.length / others.size())
        .average()
        .orElse(0);
  }

  private int[][] positives(Gallery others) {
    Map<Long, List<Integer>> byLink = new HashMap<>();
    for (int number = 0; number < others.size(); number++) {
      for (long link : others.links.get(number)) {
        byLink.computeIfAbsent(link, key -> new ArrayList<>()).add(number);
      }
    }
    return links.stream()
        .map(
            own ->
                own.stream()
                    .flatMap(link -> byLink.getOrDefault(link, List.of()).stream())
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .distinct()
                    .toArray())
        .toArray(int[][]::new);
  }

  private static NDArray matrix(List<float[]> rows, NDManager manager) {
    int width = rows.get(0).length;
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * width, width);
    }
    return manager.create(values, new Shape(rows.size(), width));
  }
}
