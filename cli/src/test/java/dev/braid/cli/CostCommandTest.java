package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code braid render --cost} as a user types it. */
class CostCommandTest {

  private static final String SPEC =
      """
      name: small
      data: {type: shapes, pictures: 40, test_pictures: 4, size: 32}
      inputs:
        question: {modality: text, encoder: {type: bag, width: 32}}
        picture: {modality: image, reader: {size: 32}, encoder: {type: cnn, channels: [8, 16], width: 32}}
      fusion: {type: concat, hidden: [64], output: 32}
      task: {type: qa, hidden: []}
      """;

  @TempDir static Path folder;

  private static Path spec() throws Exception {
    return Files.writeString(folder.resolve("small.yaml"), SPEC);
  }

  /** In a process that has no engine to load. */
  @Test
  void theCostIsToldWithoutAnEngineOnTheClassPath() throws Exception {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String without =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(without).isNotEqualTo(all);
    List<String> lines;
    try (Child child =
        new Child(
            without,
            folder.resolve("cache"),
            "render",
            "--cost",
            "--batch",
            "20",
            spec().toString())) {
      Ran ran = child.end();
      assertThat(ran.code()).as(ran.out()).isZero();
      // Java 24 and newer warn of a method that a library calls; the braid script keeps that away.
      lines = ran.out().lines().filter(line -> !line.startsWith("WARNING: ")).toList();
    }
    assertThat(lines.get(0)).contains("small").contains("20 samples");
    assertThat(lines.get(1).split(" {2,}")).startsWith("part", "values", "parameters", "MACs");
    // missing vectors, 64 x 64 + 64, 64 x 32 + 32; the same work for each of 20 samples
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line.split(" {2,}"))
                    .startsWith("fusion", "20", "6,304", "0.123 M", "0.369 M"));
    assertThat(lines).anySatisfy(line -> assertThat(line).matches("total .*MiB"));
  }

  @Test
  void aBatchWithoutCostIsRefused() throws Exception {
    Ran ran = Ran.braid("render", "--batch", "20", spec().toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--batch: the samples of a step");
  }
}
