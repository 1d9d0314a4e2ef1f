package dev.braid.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.experiment.RunCost;
import dev.braid.core.spec.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a leaderboard and what it says of trials whose figures are known. */
class RankingTest {

  @TempDir Path folder;

  private static Variant variant(Leaderboard.Kind kind, String id) {
    Position at = new Position("--vary 1", 0, 0);
    Change fusion = new Change("fusion", Sweep.scalar(id, at), at);
    List<Change> changes = new ArrayList<>(List.of(fusion));
    if (id.equals("good")) {
      changes.add(new Change("training.batch", Sweep.scalar(8, at), at));
    }
    return new Variant(kind, id, "fusion=" + id, changes, null, null);
  }

  /** A finished trial whose test answers are right where there is a 1. */
  private TrialResult trial(Variant variant, long seed, @Nullable Double validation, String right)
      throws IOException {
    Trial trial = new Trial(variant, seed, null);
    Path run = Files.createDirectories(folder.resolve("trials").resolve(trial.id()).resolve("1"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < right.length(); i++) {
      String label = right.charAt(i) == '1' ? "red" : "blue";
      lines.append(
          "{\"id\":\"%d\",\"target\":\"red\",\"predictions\":[{\"label\":\"%s\"}]}\n"
              .formatted(i, label));
    }
    Files.writeString(run.resolve("predictions.jsonl"), lines);
    double test = (double) right.chars().filter(c -> c == '1').count() / right.length();
    return new TrialResult(
        trial,
        Leaderboard.Status.FINISHED,
        run,
        null,
        new TrialResult.Figures(
            validation == null ? Map.of() : Map.of("accuracy", validation),
            Map.of("accuracy", test),
            Map.of("majority", 0.25),
            Map.of("majority", 0.5),
            new RunCost(10, 2e6, seed / 10.0, null, 100.0 + seed)));
  }

  private Leaderboard board(List<Entry> entries) throws IOException {
    return new Ranking(new ComparisonDirectory(folder), "accuracy", true)
        .of("small", List.of(1L, 2L), true, entries, true, List.of());
  }

  private static Leaderboard.Row row(Leaderboard board, String id) {
    return board.rows().stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow();
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Variant good = variant(Leaderboard.Kind.VARIANT, "good");
    Variant lucky = variant(Leaderboard.Kind.VARIANT, "lucky");
    Variant half = variant(Leaderboard.Kind.VARIANT, "half");
    Variant alone = variant(Leaderboard.Kind.ALONE, "only-picture");
    entries.add(
        new Entry(
            alone, List.of(trial(alone, 1, 0.9, "0001"), trial(alone, 2, 0.9, "0001")), null));
    entries.add(
        new Entry(
            half,
            List.of(
                trial(half, 1, 0.99, "1111"),
                TrialResult.failed(new Trial(half, 2, null), null, "out of memory")),
            null));
    entries.add(
        new Entry(
            lucky, List.of(trial(lucky, 1, 0.5, "1111"), trial(lucky, 2, 0.6, "1111")), null));
    entries.add(
        new Entry(good, List.of(trial(good, 1, 0.7, "1100"), trial(good, 2, 0.9, "1110")), null));
    return entries;
  }

  @Test
  void validationRanksAndTestDoesNot() throws IOException {
    Leaderboard board = board(entries());
    assertThat(board.rows().stream().map(Leaderboard.Row::id))
        .containsExactly("good", "lucky", "half", "only-picture", "majority");
    assertThat(board.rows().stream().map(Leaderboard.Row::rank))
        .containsExactly(1, 2, null, null, null);
    assertThat(board.complete()).isTrue();
  }

  @Test
  void aVariantWithAFailedSeedIsNotRankedAndSaysWhy() throws IOException {
    Leaderboard.Row half = row(board(entries()), "half");
    assertThat(half.error()).isEqualTo("seed 2: out of memory");
    assertThat(half.finished()).isEqualTo(1);
    assertThat(Objects.requireNonNull(half.validation()).values()).containsExactly(0.99);
  }

  @Test
  void differencesArePairedBySeedAndSample() throws IOException {
    Leaderboard board = board(entries());
    assertThat(row(board, "good").difference()).isNull();
    Leaderboard.Difference difference = Objects.requireNonNull(row(board, "lucky").difference());
    // lucky − good: 0011 and 0001, so 3 of 8
    assertThat(difference.mean()).isEqualTo(0.375);
    assertThat(difference.low()).isEqualTo(0);
    assertThat(difference.high()).isBetween(0.5, 1.0);
    // half has seed 1 only: 1111 − 1100
    assertThat(Objects.requireNonNull(row(board, "half").difference()).mean()).isEqualTo(0.5);
  }

  @Test
  void whereScoresAreNotTheMeasureThereIsNoInterval() throws IOException {
    List<Entry> entries = entries();
    Path file = folder.resolve("trials/lucky-s1/1/predictions.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst("\"red\"}", "\"blue\"}"));
    Leaderboard board = board(entries);
    assertThat(row(board, "lucky").difference())
        .isEqualTo(new Leaderboard.Difference(0.375, null, null));
    assertThat(board.notes()).anyMatch(note -> note.startsWith("some intervals are missing"));
  }

  /** A trial of which each sample has a value, and {@code measured} is said to be their mean. */
  private TrialResult valued(Variant variant, double measured, double... values)
      throws IOException {
    TrialResult trial = trial(variant, 1, 0.5, "1");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      lines.append("{\"id\":\"%d\",\"predictions\":[],\"value\":%s}\n".formatted(i, values[i]));
    }
    Files.writeString(Objects.requireNonNull(trial.run()).resolve("predictions.jsonl"), lines);
    return new TrialResult(
        trial.trial(),
        trial.status(),
        trial.run(),
        null,
        new TrialResult.Figures(
            Map.of("mae", measured),
            Map.of("mae", measured),
            Map.of(),
            Map.of(),
            new RunCost(1, null, null, null, null)));
  }

  private Leaderboard errors(double measured) throws IOException {
    Variant near = variant(Leaderboard.Kind.VARIANT, "near");
    Variant far = variant(Leaderboard.Kind.VARIANT, "far");
    return new Ranking(new ComparisonDirectory(folder), "mae", false)
        .of(
            "small",
            List.of(1L),
            true,
            List.of(
                new Entry(far, List.of(valued(far, measured, 900.25, 0.5, 3)), null),
                new Entry(near, List.of(valued(near, 2.25, 2.5, 0.25, 4)), null)),
            true,
            List.of());
  }

  @Test
  void anyMeasureThatIsAMeanOverSamplesHasIntervals() throws IOException {
    Leaderboard board = errors(301.25);
    assertThat(board.rows().stream().map(Leaderboard.Row::id)).containsExactly("near", "far");
    Leaderboard.Difference difference = Objects.requireNonNull(row(board, "far").difference());
    // 897.75, 0.25 and -1: a draw of three has each of them three times, in the extreme
    assertThat(difference.mean()).isEqualTo(299);
    assertThat(difference.low()).isBetween(-1.0, 0.0);
    assertThat(difference.high()).isEqualTo(897.75);
    assertThat(board.notes())
        .containsExactly("there is no majority answer: mae is not the share of right answers");
  }

  @Test
  void aMeasureThatIsNotTheMeanOfItsValuesHasNoIntervalAndANoteSaysWhy() throws IOException {
    Leaderboard board = errors(300);
    assertThat(row(board, "far").difference())
        .isEqualTo(new Leaderboard.Difference(297.75, null, null));
    assertThat(new LeaderboardText(board).text()).contains("  +297.7500 [–]  ");
    assertThat(board.notes())
        .anyMatch(note -> note.startsWith("some intervals are missing [–]: mae is not the mean"));
  }

  @Test
  void runsOnOtherSamplesAreNotPaired() throws IOException {
    List<Entry> entries = entries();
    for (int seed = 1; seed <= 2; seed++) {
      Path file = folder.resolve("trials/lucky-s" + seed + "/1/predictions.jsonl");
      Files.writeString(file, Files.readString(file).replace("\"red\"", "\"green\""));
    }
    Leaderboard board = board(entries);
    assertThat(row(board, "lucky").difference())
        .isEqualTo(new Leaderboard.Difference(0.375, null, null));
    assertThat(Objects.requireNonNull(row(board, "half").difference()).low()).isNotNull();
    assertThat(board.notes()).anyMatch(note -> note.contains("measured on other samples"));
  }

  @Test
  void whereDataDifferThereIsNoMajorityAnswerForAll() throws IOException {
    List<Entry> entries = entries();
    Variant other = variant(Leaderboard.Kind.VARIANT, "other");
    TrialResult result = trial(other, 1, 0.5, "1111");
    TrialResult.Figures figures = Objects.requireNonNull(result.figures());
    entries.add(
        new Entry(
            other,
            List.of(
                new TrialResult(
                    result.trial(),
                    result.status(),
                    result.run(),
                    null,
                    new TrialResult.Figures(
                        figures.validation(),
                        figures.test(),
                        Map.of("majority", 0.25),
                        Map.of("majority", 0.4),
                        figures.cost()))),
            null));
    Leaderboard board = board(entries);
    assertThat(board.rows()).noneMatch(row -> row.id().equals("majority"));
    assertThat(board.notes()).anyMatch(note -> note.startsWith("variants have different data"));
  }

  @Test
  void withoutAValidationSplitNothingIsRankedAndANoteSaysWhy() throws IOException {
    Variant one = variant(Leaderboard.Kind.VARIANT, "one");
    Variant two = variant(Leaderboard.Kind.VARIANT, "two");
    Leaderboard board =
        board(
            List.of(
                new Entry(one, List.of(trial(one, 1, null, "0001")), null),
                new Entry(two, List.of(trial(two, 1, null, "1111")), null)));
    assertThat(board.rows()).allMatch(row -> row.rank() == null && row.difference() == null);
    assertThat(board.notes())
        .containsExactly(
            "there is no validation split: variants are not ranked, since the test split must not"
                + " choose");
  }

  @Test
  void whatHalvingHadInHandWhenItWasStoppedIsNotRanked() throws IOException {
    List<Entry> rung = entries().stream().map(entry -> entry.after(3)).toList();
    Leaderboard board =
        new Ranking(new ComparisonDirectory(folder), "accuracy", true)
            .of("small", List.of(1L, 2L), false, rung, false, List.of("of the trials"));
    assertThat(board.complete()).isFalse();
    assertThat(board.rows()).allMatch(row -> row.rank() == null && row.epochs() != null);
    assertThat(board.notes()).containsExactly("of the trials");
    assertThat(new LeaderboardText(board).text()).contains("fusion=good (epochs: 3)");
  }

  @Test
  void costsAreMediansAndThePeakTheLargest() throws IOException {
    Leaderboard.Row good = row(board(entries()), "good");
    assertThat(good.trainMsPerSample())
        .isCloseTo(0.15, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(good.inferenceMsPerSample()).isNull();
    assertThat(good.peakMemoryMib()).isEqualTo(102);
    assertThat(good.trials().get(0).run()).isEqualTo("trials/good-s1/1");
  }

  @Test
  void theMajorityAnswerIsARowOfItsOwn() throws IOException {
    Leaderboard.Row majority = row(board(entries()), "majority");
    assertThat(majority.kind()).isEqualTo(Leaderboard.Kind.MAJORITY);
    assertThat(Objects.requireNonNull(majority.validation()).mean()).isEqualTo(0.25);
    assertThat(Objects.requireNonNull(majority.test()).mean()).isEqualTo(0.5);
  }

  @Test
  void theFileReadsBackAsTheSame() throws IOException {
    Leaderboard board = board(entries());
    Path file = folder.resolve("leaderboard.json");
    board.write(file);
    assertThat(Leaderboard.read(file)).isEqualTo(board);
    assertThat(Files.readString(file)).contains("\"train_ms_per_sample\"", "\"kind\" : \"alone\"");
  }

  @Test
  void textAndCsvSayTheSame() throws IOException {
    LeaderboardText text = new LeaderboardText(board(entries()));
    assertThat(text.text().lines())
        .anySatisfy(line -> assertThat(line).matches("1 +fusion=good +0.8000 ± 0.1414 +0.6250 .*"))
        .anySatisfy(line -> assertThat(line).matches(" +fusion=half +0.9900 .* 1/2 .*"))
        .contains("fusion=half failed: seed 2: out of memory")
        .containsSubsequence(
            "  fusion=good: trials/good-s1/1 trials/good-s2/1", "    fusion=good training.batch=8");
    assertThat(text.csv().split("\r\n"))
        .hasSize(6)
        .anyMatch(line -> line.startsWith("1,variant,fusion=good,1 2,2,0.8"))
        .anyMatch(line -> line.endsWith(",fusion=good training.batch=8"))
        .anyMatch(line -> line.endsWith(",trials/half-s1/1,seed 2: out of memory,fusion=half"));
  }
}
