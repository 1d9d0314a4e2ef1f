package dev.braid.core.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a comparison, as {@code leaderboard.json} holds it (keys in snake_case, null where
 * a value is not known). Rows are in the order of the table: ranked variants first, the best on
 * validation at the top, then what failed or was dropped, then the baselines.
 *
 * @param name of the comparison, which is the spec's
 * @param measure the task's primary measure, such as {@code accuracy}
 * @param higherIsBetter whether a larger measure is better
 * @param seeds of every row
 * @param interval how the intervals of {@link Row#difference()} were made
 * @param complete whether there is nothing left to do; false where the comparison was stopped or a
 *     trial is at work in another process
 * @param notes lines for people, such as why there are no intervals
 */
public record Leaderboard(
    String name,
    String measure,
    boolean higherIsBetter,
    List<Long> seeds,
    Interval interval,
    boolean complete,
    List<Row> rows,
    List<String> notes) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** What a row is. */
  public enum Kind {
    /** A variant of the spec. */
    @JsonProperty("variant")
    VARIANT,
    /** Baseline: the spec with one of its inputs alone, fused by {@code sum}. */
    @JsonProperty("alone")
    ALONE,
    /** Baseline: the answer that is most frequent in training; nothing was trained for it. */
    @JsonProperty("majority")
    MAJORITY;

    /** As tables name it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a trial ended. */
  public enum Status {
    /** It was trained and measured. */
    @JsonProperty("finished")
    FINISHED,
    /** It was not; its error says why. */
    @JsonProperty("failed")
    FAILED,
    /** It has not come to its end: the comparison was stopped. */
    @JsonProperty("open")
    OPEN
  }

  /**
   * How intervals were made, see {@link PairedBootstrap}.
   *
   * @param level such as 0.95
   * @param replicates how often was drawn
   * @param seed of the draws
   */
  public record Interval(double level, int replicates, long seed) {}

  /**
   * One variant or baseline.
   *
   * @param rank from 1 among the variants whose seeds all finished, by the mean on validation; null
   *     for baselines and for the others
   * @param id short and unique; the trials' folders begin with it
   * @param label what differs from the spec, such as {@code fusion=concat}; for baselines what they
   *     are
   * @param changes the spec difference: lines {@code key=value} that {@code braid train SPEC} takes
   * @param epochs of a variant that successive halving dropped or had in hand when it was stopped,
   *     else null
   * @param validation the measure of the best checkpoint on the validation split, over seeds
   * @param test the measure of the same checkpoint on the test split, over seeds
   * @param difference to the best variant on the test split, or null for the best one itself and
   *     where it cannot be found
   * @param parameters trained values
   * @param macsPerSample multiply-accumulates of a forward pass, per sample of a training batch
   * @param trainMsPerSample the median over seeds
   * @param inferenceMsPerSample the median over seeds
   * @param peakMemoryMib the largest resident memory of a trial's process
   * @param trials one per seed
   * @param error why the row has no result, or why some of its seeds have none; else null
   */
  public record Row(
      @Nullable Integer rank,
      Kind kind,
      String id,
      String label,
      List<String> changes,
      @Nullable Integer epochs,
      @Nullable Summary validation,
      @Nullable Summary test,
      @Nullable Difference difference,
      @Nullable Long parameters,
      @Nullable Double macsPerSample,
      @Nullable Double trainMsPerSample,
      @Nullable Double inferenceMsPerSample,
      @Nullable Double peakMemoryMib,
      List<Seeded> trials,
      @Nullable String error) {

    /** The trials that have figures. */
    public long finished() {
      return trials.stream().filter(trial -> trial.status() == Status.FINISHED).count();
    }
  }

  /**
   * One trial.
   *
   * @param run its run directory relative to the comparison's, such as {@code trials/concat-s7/1},
   *     or null where it never had one
   * @param validation the measure on validation, or null
   * @param test the measure on test, or null
   * @param error one line, or null
   */
  public record Seeded(
      long seed,
      Status status,
      @Nullable String run,
      @Nullable Double validation,
      @Nullable Double test,
      @Nullable String error) {}

  /**
   * This row's measure on test minus the best row's.
   *
   * @param mean over the seeds that both have
   * @param low end of the interval, or null where there is none
   * @param high end of the interval, or null where there is none
   */
  public record Difference(double mean, @Nullable Double low, @Nullable Double high) {}

  /** Writes {@code leaderboard.json}. */
  void write(Path file) throws IOException {
    AtomicFiles.write(file, JSON.writeValueAsString(this) + "\n");
  }

  /** Reads {@code leaderboard.json}. */
  public static Leaderboard read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Leaderboard.class);
  }
}
