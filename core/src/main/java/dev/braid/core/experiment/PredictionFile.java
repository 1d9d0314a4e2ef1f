package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.jspecify.annotations.Nullable;

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
  private final @Nullable String target;
  private final List<Experiment.Example> examples = new ArrayList<>();

  PredictionFile(Path file, CheckedSpec spec) throws IOException {
    this.file = file;
    beside = file.resolveSibling(file.getFileName() + ".part");
    out = Files.newBufferedWriter(beside);
    this.spec = spec;
    target = Pipeline.target(spec);
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
      Object truth = target == null ? null : sample.value(target);
      if (examples.size() < 3 && i % 7 == 0) {
        examples.add(new Experiment.Example(sample, truth, predictions.get(i)));
      }
      out.write(
          JSON.writeValueAsString(
              PredictionRequests.line(sample, truth, predictions.get(i), spec)));
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
