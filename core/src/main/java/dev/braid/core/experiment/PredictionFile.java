package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.FileFailure;
import dev.braid.core.train.Evaluator;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of JSON per predicted sample and keeps a few of them as examples. The file
 * appears whole, when {@link #finish} is called.
 */
final class PredictionFile implements Evaluator.Sink, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path beside;
  private final Path valued;
  private final BufferedWriter out;
  private final CheckedSpec spec;
  private final Function<Sample, @Nullable String> labels;
  private final Function<Sample, @Nullable String> texts;
  private final List<Experiment.Example> examples = new ArrayList<>();

  /**
   * Begins a file.
   *
   * @param labels what is right for a sample, or null where no label is
   * @param texts what is right as the data have it, or null where there is nothing
   */
  PredictionFile(
      Path file,
      CheckedSpec spec,
      Function<Sample, @Nullable String> labels,
      Function<Sample, @Nullable String> texts)
      throws IOException {
    this.file = file;
    beside = file.resolveSibling(file.getFileName() + ".part");
    valued = file.resolveSibling(file.getFileName() + ".values.part");
    out = Files.newBufferedWriter(beside);
    this.spec = spec;
    this.labels = labels;
    this.texts = texts;
  }

  /** The first sample of up to three different inputs. */
  List<Experiment.Example> examples() {
    return List.copyOf(examples);
  }

  @Override
  public void accept(List<Sample> samples, List<List<Task.Prediction>> predictions)
      throws IOException {
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      String label = labels.apply(sample);
      String truth = label == null ? texts.apply(sample) : label;
      if (examples.size() < 3 && i % 7 == 0) {
        examples.add(new Experiment.Example(sample, truth, predictions.get(i)));
      }
      ObjectNode line = PredictionRequests.line(sample, label, predictions.get(i), spec);
      if (label == null && truth != null) {
        line.put("truth", truth); // no prediction is held against it
      }
      out.write(JSON.writeValueAsString(line));
      out.write('\n');
    }
  }

  /**
   * All samples are written.
   *
   * @param values of each in the order of the lines, which get one each; empty for none
   */
  void finish(List<Double> values) throws IOException {
    try {
      out.close();
      boolean finite = values.stream().allMatch(Double::isFinite); // JSON has no other numbers
      AtomicFiles.replace(values.isEmpty() || !finite ? beside : with(values), file);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /** Values are known only when the last sample was seen, so the lines are written twice. */
  private Path with(List<Double> values) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(beside);
        BufferedWriter more = Files.newBufferedWriter(valued)) {
      for (double value : values) {
        String line = Objects.requireNonNull(lines.readLine());
        more.write(line.substring(0, line.length() - 1) + ",\"value\":" + value + "}\n");
      }
    }
    return valued;
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(beside);
    Files.deleteIfExists(valued);
  }
}
