package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.check.SpecChecker;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.reference.ReferencePages;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in {@code docs/reference} are those of the code, and what they show works. */
class ReferenceTest {

  private static final PartCatalog CATALOG =
      PartCatalog.discover(ReferenceTest.class.getClassLoader());
  private static final Map<String, String> PAGES = ReferencePages.of(CATALOG);

  @TempDir Path folder;

  static Stream<String> operators() {
    return CATALOG.names(PartKind.FUSION).stream();
  }

  private static String page(String operator) {
    return PAGES.getOrDefault("fusion/" + operator + ".md", "");
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return files;
  }

  @Test
  void theCommittedPagesAreThoseOfTheCode() throws IOException {
    Ran ran = braid("reference", "--out", folder.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    Map<String, String> fresh = files(folder);
    Map<String, String> committed = files(Path.of("../docs/reference"));
    String advice = "docs/reference is not that of the code; run: ./braid reference";
    assertThat(committed.keySet()).as(advice).isEqualTo(fresh.keySet());
    fresh.forEach(
        (name, text) ->
            assertThat(committed.get(name)).as(advice + " (" + name + ")").isEqualTo(text));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theSpecOfEveryPageIsWithoutProblems(String operator) throws Exception {
    String page = page(operator);
    int start = page.indexOf("```yaml\n") + "```yaml\n".length();
    String spec = page.substring(start, page.indexOf("```", start));
    assertThat(
            SpecChecker.check(SpecReader.parse(spec, operator + ".yaml"), CATALOG)
                .fusion()
                .factory()
                .type())
        .isEqualTo(operator);
    assertThat(spec.lines().count()).isLessThan(9);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void everyPageOfABuiltInOperatorIsWhole(String operator) {
    assertThat(page(operator))
        .contains(
            "Source: ",
            "## Formula",
            "## Options",
            "## Spec",
            "## Shapes",
            "## Parameters",
            "## Cost",
            "multiply-accumulates",
            "## Missing inputs")
        .doesNotContain("refused:", "Without an example");
    assertThat(page(operator).contains(operator + ".svg"))
        .as("a picture where it works on tokens")
        .isEqualTo(page(operator).contains("`[B, T_m, d_m]`"));
  }

  @Test
  void everyOperatorIsInTheIndexInEightWordsAtMost() {
    String index = PAGES.getOrDefault("README.md", "");
    for (String operator : CATALOG.names(PartKind.FUSION)) {
      String row =
          index
              .lines()
              .filter(line -> line.startsWith("| [" + operator + "]("))
              .findFirst()
              .orElseThrow();
      String[] cells = row.split(" \\| ", -1);
      assertThat(cells[2].split(" ", -1).length).as(row).isLessThanOrEqualTo(8);
      assertThat(cells[3]).as(row).containsPattern("[0-9]");
    }
  }

  @Test
  void everyPartOfEveryOtherKindHasItsOptionsListed() {
    for (PartKind kind : PartKind.values()) {
      if (kind != PartKind.FUSION) {
        assertThat(PAGES.getOrDefault(kind.label() + "s.md", ""))
            .contains(CATALOG.names(kind).stream().map(name -> "## " + name + "\n").toList());
      }
    }
  }

  @Test
  void theReadmeLeadsToThem() throws IOException {
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("`braid reference", "(docs/reference/README.md)");
  }
}
