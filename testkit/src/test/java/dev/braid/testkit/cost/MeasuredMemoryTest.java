package dev.braid.testkit.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The memory told from shapes against what a process of its own holds after the forward pass. The
 * allocator of that process gives every larger block back at once, so what it holds is what is in
 * use; parts under 16 MiB would drown in the rest of the process and are not judged.
 */
@EnabledOnOs(OS.LINUX)
class MeasuredMemoryTest {

  private static final long ENOUGH = 16L << 20;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: lstm, width: 256} | 64 | {type: resnet} | {type: cross-attention} | 128 | 24 | 3",
        "{type: gru, width: 256} | 64 | {type: cnn} | {type: concat} | 256 | 24 | 2",
        "{type: transformer, dropout: 0} | 32 | {type: cnn} | {type: concat} | 128 | 128 | 2",
        "{type: transformer} | 32 | {type: cnn} | {type: concat} | 128 | 32 | 2",
        "{type: lstm, width: 64, layers: 2, bidirectional: true} | 32 | {type: cnn} | {type: sum, width: 4096} | 1024 | 24 | 3",
      })
  void isWithinATenth(
      String text,
      String size,
      String image,
      String fusion,
      String samples,
      String words,
      int parts)
      throws Exception {
    int judged = 0;
    for (String line : probe(text, size, image, fusion, samples, words)) {
      String[] cells = line.split(" ");
      double held = Double.parseDouble(cells[1]);
      if (held > ENOUGH) {
        judged++;
        assertThat(Double.parseDouble(cells[2]) / held).as(line).isBetween(0.9, 1.1);
      }
    }
    assertThat(judged).isEqualTo(parts);
  }

  private static List<String> probe(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(
        command,
        "-Xms192m",
        "-Xmx192m",
        "-XX:+AlwaysPreTouch",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dai.djl.offline=true",
        "-DOPT_OUT_TRACKING=true",
        "-Dai.djl.pytorch.num_threads=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        MemoryProbe.class.getName());
    Collections.addAll(command, arguments);
    File output = File.createTempFile("probe", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
      builder
          .environment()
          .putAll(
              Map.of(
                  "MALLOC_MMAP_THRESHOLD_", "32768",
                  "MALLOC_TRIM_THRESHOLD_", "0",
                  "MALLOC_TOP_PAD_", "0",
                  "MALLOC_ARENA_MAX", "1"));
      int code = builder.start().waitFor();
      List<String> lines = java.nio.file.Files.readAllLines(output.toPath());
      assertThat(code).as(String.join("\n", lines)).isZero();
      return lines.stream().filter(line -> line.matches("\\w+ -?\\d+ \\d+")).toList();
    } finally {
      java.nio.file.Files.delete(output.toPath());
    }
  }
}
