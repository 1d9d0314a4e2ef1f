package dev.braid.core.track;

import dev.braid.core.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Curves for TensorBoard, in the run directory: {@code train/loss} of every step; at the end of an
 * epoch {@code validation/…} for each measure, {@code learning_rate} and {@code throughput} in
 * samples per second. A step's number counts the updates of the run.
 */
public final class TensorBoard implements Recorder {

  private final Clock clock;
  private @Nullable Path folder;
  private @Nullable EventFile file;

  /** Writes nothing before the first step. */
  public TensorBoard() {
    this(Clock.systemUTC());
  }

  TensorBoard(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "TensorBoard events";
  }

  @Override
  public void start(RunDirectory run, int epochs, int stepsPerEpoch) {
    this.folder = run.path();
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    write(update, Map.of("train/loss", loss));
  }

  @Override
  public void epoch(Epoch epoch) {
    Map<String, Double> values = new LinkedHashMap<>();
    epoch.validation().forEach((measure, value) -> values.put("validation/" + measure, value));
    values.put("learning_rate", epoch.learningRate());
    values.put("throughput", epoch.samplesPerSecond());
    write(epoch.updates(), values);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  /** The first step told of says where a resumed run goes on, so the file begins with it. */
  private void write(long step, Map<String, Double> values) {
    try {
      if (file == null) {
        if (folder == null) {
          throw new IllegalStateException("training has not started");
        }
        file = EventFile.create(folder, step, clock);
      }
      file.scalars(step, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
