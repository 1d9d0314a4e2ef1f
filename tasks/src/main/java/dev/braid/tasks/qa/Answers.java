package dev.braid.tasks.qa;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.loss.ClassWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What is learned from the train split: the answers to choose from and the weight of each. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answers(Labels labels, double[] weights) {

  private static final String LABELS = "answers.txt";
  private static final String WEIGHTS = "answer_weights.txt";
  private static final Labels TRUTH = new Labels(List.of("false", "true"));

  /** Learns them. */
  static Answers learn(List<Sample> train, LabelColumn column, QaTask.Options options)
      throws BadDataException {
    Map<String, Long> counts = new HashMap<>();
    for (Sample sample : train) {
      counts.merge(column.require(sample, "every training sample needs an answer"), 1L, Long::sum);
    }
    if (counts.size() < 2) {
      throw new BadDataException(
          counts.isEmpty()
              ? column + ": the train split is empty; there is nothing to learn from"
              : "%s: only one answer '%s' in the train split; there is nothing to choose between"
                  .formatted(column, counts.keySet().iterator().next()));
    }
    Labels labels = options.binary() ? TRUTH : Labels.byFrequency(counts, options.maxAnswers());
    long[] kept =
        labels.names().stream().mapToLong(name -> counts.getOrDefault(name, 0L)).toArray();
    return new Answers(labels, options.classWeights().of(kept));
  }

  /** Writes one answer a line and, where they differ, one weight a line. */
  void save(Path folder, QaTask.Options options) throws IOException {
    labels.save(folder.resolve(LABELS));
    if (options.classWeights() != ClassWeights.NONE) {
      Files.write(
          folder.resolve(WEIGHTS), DoubleStream.of(weights).mapToObj(Double::toString).toList());
    }
  }

  /** Reads what {@link #save} wrote with the same options. */
  static Answers load(Path folder, QaTask.Options options) throws IOException {
    Path file = folder.resolve(LABELS);
    Labels labels = Labels.load(file);
    if (options.binary() && !labels.names().equals(TRUTH.names())) {
      throw new IOException(file + " is damaged: with binary: true it holds false, then true");
    }
    if (options.classWeights() == ClassWeights.NONE) {
      return new Answers(labels, ClassWeights.NONE.of(new long[labels.size()]));
    }
    return new Answers(labels, weights(folder.resolve(WEIGHTS), labels.size()));
  }

  private static double[] weights(Path file, int size) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    double[] weights;
    try {
      weights = Files.readAllLines(file).stream().mapToDouble(Double::parseDouble).toArray();
    } catch (IOException | NumberFormatException e) {
      throw new IOException(file + " is damaged: it does not hold one number a line", e);
    }
    if (weights.length != size
        || !DoubleStream.of(weights).allMatch(weight -> weight > 0 && Double.isFinite(weight))) {
      throw new IOException(file + " is damaged: it needs " + size + " weights above 0");
    }
    return weights;
  }
}
