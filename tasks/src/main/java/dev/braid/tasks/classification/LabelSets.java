package dev.braid.tasks.classification;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.labels.NumberFile;
import dev.braid.tasks.loss.ClassWeights;
import dev.braid.tasks.loss.SigmoidLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What is learned from the train split where a sample has several labels: which there are, and how
 * large the share of the samples is that have each.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LabelSets(Labels labels, double[] shares) {

  private static final String LABELS = "labels.txt";
  private static final String SHARES = "label_shares.txt";

  /** Learns them. */
  static LabelSets learn(List<Sample> train, LabelColumn column, String separator)
      throws BadDataException {
    Map<String, Long> counts = new HashMap<>();
    for (Sample sample : train) {
      for (String label : column.requireSet(sample, separator, Words.LABEL.needed())) {
        counts.merge(label, 1L, Long::sum);
      }
    }
    if (counts.size() < 2) {
      throw new BadDataException(
          counts.isEmpty()
              ? column + ": no sample of the train split has a label; there is nothing to learn"
              : "%s: only one label '%s' in the train split; several are needed, and who has one or not is told without multi_label"
                  .formatted(column, counts.keySet().iterator().next()));
    }
    Labels labels = Labels.byFrequency(counts, null);
    return new LabelSets(
        labels,
        labels.names().stream()
            .mapToDouble(name -> (double) counts.getOrDefault(name, 0L) / train.size())
            .toArray());
  }

  /**
   * The loss. With balanced weights those who have a label count as much in sum as those who have
   * not; a label that everyone has keeps the weight 1.
   */
  SigmoidLoss loss(ClassWeights weights, double smoothing) {
    double[] with = new double[shares.length];
    double[] without = new double[shares.length];
    for (int c = 0; c < shares.length; c++) {
      boolean balanced = weights == ClassWeights.BALANCED && shares[c] < 1;
      with[c] = balanced ? 0.5 / shares[c] : 1;
      without[c] = balanced ? 0.5 / (1 - shares[c]) : 1;
    }
    return new SigmoidLoss(smoothing, with, without);
  }

  /** Writes one label a line, and one share a line. */
  void save(Path folder) throws IOException {
    labels.save(folder.resolve(LABELS));
    NumberFile.save(folder.resolve(SHARES), shares);
  }

  /** Reads what {@link #save} wrote. */
  static LabelSets load(Path folder) throws IOException {
    Labels labels = Labels.load(folder.resolve(LABELS));
    Path file = folder.resolve(SHARES);
    double[] shares = NumberFile.load(file);
    if (shares.length != labels.size()
        || !DoubleStream.of(shares).allMatch(share -> share > 0 && share <= 1)) {
      throw new IOException(
          "%s is damaged: it needs %d shares above 0, at most 1".formatted(file, labels.size()));
    }
    return new LabelSets(labels, shares);
  }
}
