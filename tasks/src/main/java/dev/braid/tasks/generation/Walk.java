package dev.braid.tasks.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One text a sample, each word chosen once and for all: greedy or sampled. */
public final class Walk implements Search {

  /** Chooses a word. */
  @FunctionalInterface
  interface Choice {
    /** The number of one of those that are possible. */
    int of(float... logProbabilities);
  }

  /** The most likely word; of equals the first. */
  static final Choice GREEDY =
      logProbabilities -> {
        int best = Words.END;
        for (int word = Words.FIRST; word < logProbabilities.length; word++) {
          if (logProbabilities[word] > logProbabilities[best]) {
            best = word;
          }
        }
        return best;
      };

  private final Rules rules;
  private final double alpha;
  private final Choice choice;

  Walk(Rules rules, double alpha, Choice choice) {
    this.rules = rules;
    this.alpha = alpha;
    this.choice = choice;
  }

  private static final class Path {
    int[] words = {};
    int last = Words.BEGIN;
    double logProbability;

    void go(int word, float logProbability) {
      this.logProbability += logProbability;
      last = word;
      if (word != Words.END) {
        words = Arrays.copyOf(words, words.length + 1);
        words[words.length - 1] = word;
      }
    }
  }

  @Override
  public List<List<Text>> write(NextWord next, int samples) {
    List<Path> paths = new ArrayList<>();
    int[] parents = new int[samples];
    for (int i = 0; i < samples; i++) {
      paths.add(new Path());
      parents[i] = i;
    }
    List<Path> open = paths;
    while (!open.isEmpty()) {
      float[][] rows = next.after(parents, open.stream().mapToInt(path -> path.last).toArray());
      List<Path> still = new ArrayList<>();
      int[] kept = new int[open.size()];
      for (int row = 0; row < rows.length; row++) {
        Path path = open.get(row);
        rules.apply(rows[row], path.words);
        int word = choice.of(rows[row]);
        path.go(word, rows[row][word]);
        if (word != Words.END) {
          kept[still.size()] = row;
          still.add(path);
        }
      }
      parents = Arrays.copyOf(kept, still.size());
      open = still;
    }
    return paths.stream()
        .map(path -> List.of(Text.of(path.words, path.logProbability, alpha)))
        .toList();
  }
}
