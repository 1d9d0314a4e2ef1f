package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.FileFailure;
import dev.braid.core.train.Evaluator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one line of JSON per predicted sample and keeps a few of them as examples. The file
 * appears whole, when {@link #finish} is called.
 */
final class PredictionFile implements Evaluator.Sink, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path beside;
  private final BufferedWriter out;
  private final CheckedSpec spec;
  private final TargetLabels targets;
  private final List<Experiment.Example> examples = new ArrayList<>();

  PredictionFile(Path file, CheckedSpec spec, Task task) throws IOException {
    this.file = file;
    beside = file.resolveSibling(file.getFileName() + ".part");
    out = Files.newBufferedWriter(beside);
    this.spec = spec;
    targets = TargetLabels.of(spec, task);
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
      String label = targets.of(sample);
      String truth = label == null ? targets.text(sample) : label;
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

  /** All samples are written. */
  void finish() throws IOException {
    try {
      out.close();
      AtomicFiles.replace(beside, file);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(beside);
  }
}
