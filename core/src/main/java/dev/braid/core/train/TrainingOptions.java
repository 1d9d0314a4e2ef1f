package dev.braid.core.train;

import dev.braid.api.Option;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of {@code training}, beside {@code optimizer}, which is a part. */
public record TrainingOptions(
    @Option(value = "passes over the train split", byDefault = "10", min = 1, max = 1e6) int epochs,
    @Option(value = "samples per step", byDefault = "64", min = 1, max = 1e6) int batch,
    @Option(
            value = "decides initialisation, order, splits and dropout",
            byDefault = "7",
            min = 0,
            max = 9e15)
        long seed,
    @Option(
            value = "fraction of the train split that is cut off for validation",
            byDefault = "0.1",
            min = 0,
            max = 0.9)
        double validation,
    @Option("column whose equal values stay in one split and follow each other in a batch")
        @Nullable String groupBy,
    @Option(
            value =
                "probability by input, such as {picture: 0.3}, of dropping it from a sample in"
                    + " training; one input is always kept",
            byDefault = "{}",
            min = 0,
            max = 1)
        Map<String, Double> modalityDropout,
    @Option(value = "stop after this many steps", min = 1, max = 1e12) @Nullable Long maxSteps,
    @Option(
            value = "batches whose gradients make one step, as one batch that many times as large",
            byDefault = "1",
            min = 1,
            max = 1e6)
        int accumulate,
    @Option(
            value = "gradients of a larger norm, over all parameters, are scaled down to it",
            min = 1e-6,
            max = 1e9)
        @Nullable Double clipNorm,
    @Option(
            value =
                "decay of a moving average of the weights, such as 0.999, which is what is"
                    + " validated, tested and used",
            min = 0,
            max = 0.999999)
        @Nullable Double ema,
    @Option(value = "what weight decay applies to", byDefault = "matrices") Decay decay,
    @Option(
            value =
                "by pattern of parameter names, such as encoders.picture.*, what is different for"
                    + " them; the last that matches counts",
            byDefault = "{}")
        Map<String, GroupOptions> groups,
    @Option("when to end before the last epoch; null means never")
        @Nullable EarlyStoppingOptions earlyStopping,
    @Option(value = "threads of the engine; null means one per core", min = 1, max = 1024)
        @Nullable Integer threads,
    @Option(value = "memory for decoded inputs, in MiB", byDefault = "1024", min = 0, max = 1e6)
        int cacheMb,
    @Option(value = "when checkpoints are written and how many are kept", byDefault = "{}")
        CheckpointOptions checkpoint) {

  /** The updates of an epoch over so many samples. */
  public long stepsPerEpoch(int samples) {
    long each = (long) batch * accumulate;
    return (samples + each - 1) / each;
  }

  /** The updates of the whole training over so many samples. */
  public long steps(int samples) {
    long all = epochs * stepsPerEpoch(samples);
    return maxSteps == null ? all : Math.min(all, maxSteps);
  }
}
