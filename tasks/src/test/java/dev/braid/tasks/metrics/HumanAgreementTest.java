package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * How far the raters of TVSum agree, as Otani et al., Rethinking the Evaluation of Video Summaries,
 * 2019, report it: correlations of two raters' scores of every 60th frame, the mean over pairs of
 * raters, then over videos.
 */
class HumanAgreementTest {

  private static final Path SHARED = Path.of("../../shared/data/tvsum/ydata-anno.tsv.gz");
  private static final int EVERY = 60;

  @Test
  void ratersOfTvsumAgreeAsPublished() throws IOException {
    assumeTrue(
        Files.isRegularFile(SHARED), "the annotations of TVSum are not beside this checkout");
    Map<String, List<double[]>> videos = read();
    assertThat(videos).hasSize(50);
    assertThat(videos.values()).allMatch(raters -> raters.size() == 20);
    assertThat(mean(videos, RankCorrelation::kendallTauB)).isEqualTo(0.1776, within(5e-5));
    assertThat(mean(videos, RankCorrelation::spearmanRho)).isEqualTo(0.2044, within(5e-5));
  }

  private static double mean(
      Map<String, List<double[]>> videos, ToDoubleBiFunction<double[], double[]> agreement) {
    return videos.values().stream()
        .mapToDouble(
            raters ->
                IntStream.range(0, raters.size())
                    .boxed()
                    .flatMapToDouble(
                        i ->
                            IntStream.range(0, i)
                                .mapToDouble(
                                    j -> agreement.applyAsDouble(raters.get(i), raters.get(j))))
                    .average()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  private static Map<String, List<double[]>> read() throws IOException {
    Map<String, List<double[]>> videos = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SHARED)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split("\t", -1);
        String[] scores = cells[2].split(",", -1);
        videos
            .computeIfAbsent(cells[0], video -> new ArrayList<>())
            .add(
                IntStream.iterate(0, frame -> frame < scores.length, frame -> frame + EVERY)
                    .mapToDouble(frame -> Double.parseDouble(scores[frame]))
                    .toArray());
      }
    }
    return videos;
  }
}
