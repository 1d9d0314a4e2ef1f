package dev.braid.tasks.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** A model whose log probabilities are a function of the sample and the words so far. */
final class TableModel implements NextWord {

  private final BiFunction<Integer, List<Integer>, float[]> table;
  private List<Row> rows = new ArrayList<>();
  private int largest;

  private record Row(int sample, List<Integer> words) {}

  TableModel(BiFunction<Integer, List<Integer>, float[]> table) {
    this.table = table;
  }

  /** Random logits for each beginning, of tokens up to {@code Words.FIRST + words}. */
  static TableModel random(long seed, int words) {
    return new TableModel(
        (sample, before) -> {
          Random random = new Random(31 * (31 * seed + sample) + before.hashCode());
          random.nextInt();
          double[] logits = new double[Words.FIRST + words];
          for (int i = 0; i < logits.length; i++) {
            logits[i] = 2 * random.nextGaussian();
          }
          return logSoftmax(logits);
        });
  }

  static float[] logSoftmax(double... logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    float[] values = new float[logits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (logits[i] - Math.log(sum));
    }
    return values;
  }

  @Override
  public float[][] after(int[] parents, int[] words) {
    List<Row> next = new ArrayList<>();
    for (int i = 0; i < parents.length; i++) {
      Row parent = words[i] == Words.BEGIN ? new Row(parents[i], List.of()) : rows.get(parents[i]);
      List<Integer> longer = new ArrayList<>(parent.words());
      if (words[i] != Words.BEGIN) {
        longer.add(words[i]);
      }
      next.add(new Row(parent.sample(), longer));
    }
    rows = next;
    largest = Math.max(largest, rows.size());
    return next.stream()
        .map(row -> table.apply(row.sample(), row.words()).clone())
        .toArray(float[][]::new);
  }

  /** The most texts that were gone on with at once. */
  int largest() {
    return largest;
  }

  /** Every text of a sample up to a length, the best first. */
  List<Text> all(int sample, int words, Rules rules, double alpha) {
    List<Text> found = new ArrayList<>();
    collect(sample, words, rules, alpha, List.of(), 0, found);
    found.sort(Comparator.comparing((Text text) -> -text.score()));
    return found;
  }

  private void collect(
      int sample,
      int words,
      Rules rules,
      double alpha,
      List<Integer> before,
      double logProbability,
      List<Text> found) {
    float[] next = table.apply(sample, before).clone();
    int[] text = before.stream().mapToInt(word -> word).toArray();
    rules.apply(next, text);
    if (Float.isFinite(next[Words.END])) {
      found.add(Text.of(text, logProbability + next[Words.END], alpha));
    }
    IntStream.range(Words.FIRST, Words.FIRST + words)
        .filter(word -> Float.isFinite(next[word]))
        .forEach(
            word -> {
              List<Integer> longer = new ArrayList<>(before);
              longer.add(word);
              collect(sample, words, rules, alpha, longer, logProbability + next[word], found);
            });
  }
}
