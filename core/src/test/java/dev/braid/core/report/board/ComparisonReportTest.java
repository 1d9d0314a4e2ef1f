package dev.braid.core.report.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.braid.core.report.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {

  @TempDir private Path folder;

  private static final String SUMMARY =
      "{\"mean\": %1$.4f, \"deviation\": 0.0100, \"values\": [%1$.4f, %1$.4f]}";

  /** Forty variants, one that failed, and a baseline. */
  private Path board() throws IOException {
    return board(40);
  }

  private Path board(int variants) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= variants; i++) {
      String summary = String.format(Locale.ROOT, SUMMARY, 0.95 - 0.4 * i / variants);
      rows.append(
          String.format(
              Locale.ROOT,
              """
              {"rank": %1$d, "kind": "variant", "id": "v%1$d", "label": "fusion=v%1$d",
               "changes": ["fusion=v%1$d"], "validation": %2$s, "test": %2$s,
               "difference": %3$s, "parameters": %4$d, "train_ms_per_sample": %5$.3f,
               "trials": [{"seed": 7, "status": "finished", "run": "trials/v%1$d-s7/1",
                 "validation": 0.5, "test": 0.5}]},
              """,
              i,
              summary,
              i == 1 ? "null" : "{\"mean\": -0.0%02d, \"low\": -0.05, \"high\": 0.01}".formatted(i),
              1000 * (variants + 1 - i),
              0.1 + 0.01 * (i % 9)));
    }
    rows.append(
        """
        {"kind": "variant", "id": "broken", "label": "fusion=broken", "changes": ["fusion=broken"],
         "error": "1 of 1 seeds failed",
         "trials": [{"seed": 7, "status": "failed", "error": "out of <memory>"}]},
        {"kind": "majority", "id": "majority", "label": "majority answer", "changes": [],
         "test": {"mean": 0.2500, "values": [0.25]}, "trials": []}
        """);
    Path board = Files.createDirectories(folder.resolve("comparisons/zoo/1"));
    Files.writeString(
        board.resolve("leaderboard.json"),
        """
        {"name": "zoo", "measure": "accuracy", "higher_is_better": true, "seeds": [7],
         "interval": {"level": 0.95, "replicates": 2000, "seed": 1}, "complete": true,
         "rows": [%s], "notes": ["one seed shows no deviation"]}
        """
            .formatted(rows));
    Files.writeString(board.resolve("spec.yaml"), "name: zoo\n");
    Path run = Files.createDirectories(board.resolve("trials/v1-s7/1"));
    Files.writeString(run.resolve("report.html"), "");
    return board;
  }

  @Test
  void thePageHoldsTheTableIntervalsErrorsAndNotes() throws Exception {
    String page = Files.readString(ComparisonReport.write(board()));
    assertThat(page)
        .contains("0.9400 ± 0.0100", "−0.0020 [−0.0500, +0.0100]", ">v40</th>")
        .contains("out of &lt;memory&gt;", "1 of 1 seeds failed", "one seed shows no deviation")
        .contains("majority answer", "0.2500", "<code>fusion=v40</code>", "name: zoo");
  }

  @Test
  void ofHundredsOfVariantsTheFirstAreShownAndTheOthersFolded() throws Exception {
    String page = Files.readString(ComparisonReport.write(board(300)));
    String[] parts = page.split("<details>", -1);
    assertThat(parts).hasSize(3); // the leaderboard, and what differs from the base spec
    assertThat(parts[0]).contains(">v60</th>").doesNotContain(">v61</th>");
    assertThat(parts[1])
        .startsWith("\n<summary>241 more</summary>")
        .containsOnlyOnce(">v61</th>")
        .containsOnlyOnce(">v300</th>");
    assertThat(parts[1].split("Drawn are the first 60 of 301 variants.", -1)).hasSize(3);
    assertThat(page).contains("<code>fusion=v300</code>", "0.5500 ± 0.0100");
    assertThat(page.split("class=\"strip\"", -1).length).isLessThan(130);
  }

  @Test
  void seedsLeadToReportsThatAreThere() throws Exception {
    String page = Files.readString(ComparisonReport.write(board()));
    assertThat(page)
        .contains("<a href=\"trials/v1-s7/1/report.html\">7</a>")
        .doesNotContain("trials/v2-s7/1/report.html");
  }

  @Test
  void aBrowserShowsItWithoutErrorsAndWithoutTheNetwork() throws Exception {
    assumeTrue(Browser.find().isPresent(), "neither Chromium nor Chrome is installed here");
    Path page = ComparisonReport.write(board());
    Browser.Seen seen = Browser.open(page, Files.createDirectory(folder.resolve("browser")));
    assertThat(seen.console()).isEmpty();
    assertThat(seen.requests()).isEmpty();
    assertThat(seen.dom())
        .contains("<h2>Leaderboard</h2>", "<h2>Seeds</h2>", "<h2>Differences</h2>")
        .contains("<h2>Cost and quality</h2>", "<h2>Failed trials</h2>", "<h2>Variants</h2>");
  }
}
