package dev.braid.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run cost, as {@code cost.json} holds it. The file is the last one that a run writes: where
 * it is, the run is finished.
 *
 * @param parameters trained values
 * @param macsPerSample multiply-accumulates of the forward pass over the first batch, divided by
 *     its samples; null where a part is unknown
 * @param trainMsPerSample milliseconds from one step to the next divided by the step's samples: the
 *     median over the steps of this process, see {@link StepClock}; null where there were too few
 * @param inferenceMsPerSample milliseconds of the whole evaluation of the test split, reading
 *     included, divided by the samples that could be read; null without a test split
 * @param peakMemoryMib the largest resident memory of the process so far; null where the system
 *     does not tell (only Linux does)
 */
public record RunCost(
    @JsonProperty("parameters") long parameters,
    @JsonProperty("macs_per_sample") @Nullable Double macsPerSample,
    @JsonProperty("train_ms_per_sample") @Nullable Double trainMsPerSample,
    @JsonProperty("inference_ms_per_sample") @Nullable Double inferenceMsPerSample,
    @JsonProperty("peak_memory_mib") @Nullable Double peakMemoryMib) {

  /** Where it is in a run directory. */
  public static final String FILE = "cost.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether a run was finished. */
  public static boolean in(Path run) {
    return Files.isRegularFile(run.resolve(FILE));
  }

  /** Reads it from a finished run. */
  public static RunCost read(Path run) throws IOException {
    return JSON.readValue(run.resolve(FILE).toFile(), RunCost.class);
  }

  /** Of a run that has just been measured. */
  static RunCost of(
      CheckedSpec spec,
      Dataset data,
      RunDirectory run,
      BraidModel model,
      @Nullable Double trainMs,
      @Nullable Double inferenceMs)
      throws BadDataException, IOException {
    Double peak = peakMemory(); // before the count of multiply-accumulates, which training lacks
    StepCost cost = StepCost.of(spec, data, run);
    StepCost.Part total = cost.total();
    Double macs = total.unknown() == null ? (double) total.macs() / cost.samples() : null;
    return new RunCost(model.parameterCount(), macs, trainMs, inferenceMs, peak);
  }

  /** {@code VmHWM} of this process. */
  private static @Nullable Double peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return null;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(null);
  }
}
