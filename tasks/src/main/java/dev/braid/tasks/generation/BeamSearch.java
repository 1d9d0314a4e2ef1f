package dev.braid.tasks.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the likeliest beginnings of a text and ends each sample when no beginning can still become
 * one of the best texts; Sutskever et al. 2014, with the length penalty of Wu et al. 2016.
 */
public final class BeamSearch implements Search {

  private final int beams;
  private final double alpha;
  private final Rules rules;

  /**
   * A search.
   *
   * @param beams how many beginnings are kept and texts are found, 1 or more
   * @param alpha the length penalty, 0 or more; 0 ranks texts by their probability
   */
  BeamSearch(int beams, double alpha, Rules rules) {
    this.beams = beams;
    this.alpha = alpha;
    this.rules = rules;
  }

  /** A beginning. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Start(int row, int[] words, double logProbability) {
    int last() {
      return words.length == 0 ? Words.BEGIN : words[words.length - 1];
    }
  }

  /** A beginning with one word more. */
  private record Candidate(Start start, int row, int word, double logProbability) {}

  /** The likelier first, of equals that of the better beginning, then of the smaller word. */
  private static final Comparator<Candidate> BEST =
      Comparator.comparing((Candidate candidate) -> -candidate.logProbability())
          .thenComparing(Candidate::row)
          .thenComparing(Candidate::word);

  private final class Sample {
    List<Start> starts;
    final List<Text> texts = new ArrayList<>();

    Sample(int number) {
      starts = List.of(new Start(number, new int[0], 0));
    }

    /** Adds a word to each beginning; {@code row} is that of the first of them. */
    void go(float[][] rows, int row) {
      List<Candidate> candidates = candidates(rows, row);
      List<Start> next = new ArrayList<>();
      for (int rank = 0; rank < candidates.size() && next.size() < beams; rank++) {
        Candidate candidate = candidates.get(rank);
        int[] words = candidate.start().words();
        if (candidate.word() != Words.END) {
          int[] longer = Arrays.copyOf(words, words.length + 1);
          longer[words.length] = candidate.word();
          next.add(new Start(candidate.row(), longer, candidate.logProbability()));
        } else if (rank < beams) {
          texts.add(Text.of(words, candidate.logProbability(), alpha));
        }
      }
      texts.sort(Comparator.comparing((Text text) -> -text.score()));
      if (texts.size() > beams) {
        texts.subList(beams, texts.size()).clear();
      }
      starts = texts.size() == beams && !canImprove(next) ? List.of() : next;
    }

    /** A log probability only falls, and the largest penalty divides it the most. */
    private boolean canImprove(List<Start> next) {
      return !next.isEmpty()
          && next.get(0).logProbability() / Text.penalty(rules.maxLength() + 1, alpha)
              > texts.get(beams - 1).score();
    }

    /** Twice as many as beams, so that enough are left where the others end. */
    private List<Candidate> candidates(float[][] rows, int first) {
      List<Candidate> best = new ArrayList<>();
      for (int i = 0; i < starts.size(); i++) {
        Start start = starts.get(i);
        int row = first + i;
        rules.apply(rows[row], start.words());
        for (int word = 0; word < rows[row].length; word++) {
          double sum = start.logProbability() + rows[row][word];
          boolean full = best.size() == 2 * beams;
          if (sum > Double.NEGATIVE_INFINITY
              && (!full || sum > best.get(best.size() - 1).logProbability())) {
            if (full) {
              best.remove(best.size() - 1);
            }
            Candidate candidate = new Candidate(start, row, word, sum);
            int at = best.size();
            while (at > 0 && BEST.compare(candidate, best.get(at - 1)) < 0) {
              at--;
            }
            best.add(at, candidate);
          }
        }
      }
      return best;
    }
  }

  @Override
  public List<List<Text>> write(NextWord next, int samples) {
    List<Sample> all = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      all.add(new Sample(i));
    }
    List<Sample> open = all;
    while (!open.isEmpty()) {
      List<Start> starts = open.stream().flatMap(sample -> sample.starts.stream()).toList();
      float[][] rows =
          next.after(
              starts.stream().mapToInt(Start::row).toArray(),
              starts.stream().mapToInt(Start::last).toArray());
      int row = 0;
      for (Sample sample : open) {
        int size = sample.starts.size();
        sample.go(rows, row);
        row += size;
      }
      open = open.stream().filter(sample -> !sample.starts.isEmpty()).toList();
    }
    return all.stream().map(sample -> found(sample.texts)).toList();
  }

  /** Where numbers are not finite nothing is found, and nothing can be said. */
  private static List<Text> found(List<Text> texts) {
    return texts.isEmpty()
        ? List.of(new Text(new int[0], Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY))
        : List.copyOf(texts);
  }
}
