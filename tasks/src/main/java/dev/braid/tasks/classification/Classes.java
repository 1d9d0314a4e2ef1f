package dev.braid.tasks.classification;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.labels.NumberFile;
import dev.braid.tasks.loss.ClassWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What is learned from the train split: the labels to choose from and the weight of each. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Classes(Labels labels, double[] weights) {

  private static final Labels TRUTH = new Labels(List.of("false", "true"));

  /** Learns them. */
  static Classes learn(List<Sample> train, ChoiceSettings settings) throws BadDataException {
    Map<String, Long> counts = new HashMap<>();
    for (Sample sample : train) {
      counts.merge(settings.target().require(sample, settings.words().needed()), 1L, Long::sum);
    }
    if (counts.size() < 2) {
      throw new BadDataException(
          counts.isEmpty()
              ? settings.target() + ": the train split is empty; there is nothing to learn from"
              : "%s: only one %s '%s' in the train split; there is nothing to choose between"
                  .formatted(
                      settings.target(),
                      settings.words().one(),
                      counts.keySet().iterator().next()));
    }
    Labels labels = settings.binary() ? TRUTH : Labels.byFrequency(counts, settings.most());
    long[] kept =
        labels.names().stream().mapToLong(name -> counts.getOrDefault(name, 0L)).toArray();
    return new Classes(labels, settings.classWeights().of(kept));
  }

  /** Writes one label a line and, where they differ, one weight a line. */
  void save(Path folder, ChoiceSettings settings) throws IOException {
    labels.save(folder.resolve(labelFile(settings)));
    if (settings.classWeights() != ClassWeights.NONE) {
      NumberFile.save(folder.resolve(weightFile(settings)), weights);
    }
  }

  /** Reads what {@link #save} wrote with the same settings. */
  static Classes load(Path folder, ChoiceSettings settings) throws IOException {
    Path file = folder.resolve(labelFile(settings));
    Labels labels = Labels.load(file);
    if (settings.binary() && !labels.names().equals(TRUTH.names())) {
      throw new IOException(file + " is damaged: with binary: true it holds false, then true");
    }
    if (settings.classWeights() == ClassWeights.NONE) {
      return new Classes(labels, ClassWeights.NONE.of(new long[labels.size()]));
    }
    return new Classes(labels, weights(folder.resolve(weightFile(settings)), labels.size()));
  }

  private static String labelFile(ChoiceSettings settings) {
    return settings.words().many() + ".txt";
  }

  private static String weightFile(ChoiceSettings settings) {
    return settings.words().one() + "_weights.txt";
  }

  private static double[] weights(Path file, int size) throws IOException {
    double[] weights = NumberFile.load(file);
    if (weights.length != size
        || !DoubleStream.of(weights).allMatch(weight -> weight > 0 && Double.isFinite(weight))) {
      throw new IOException(file + " is damaged: it needs " + size + " weights above 0");
    }
    return weights;
  }
}
