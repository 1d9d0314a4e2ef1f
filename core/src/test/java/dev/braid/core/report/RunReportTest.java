package dev.braid.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.braid.core.report.Example.Verdict;
import dev.braid.core.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

  @TempDir private Path folder;

  @Test
  void thePageHoldsResultsBaselinesSpecAndCommand() throws Exception {
    String page = Files.readString(RunReport.write(SampleRun.in(folder), false).page());
    assertThat(page)
        .contains("0.7500", "best baseline", "question only", "+0.2500 above it")
        .contains("./braid train --replay runs/sample/1")
        .contains("learning_rate: 0.001", RunFiles.sha256(SampleRun.SPEC))
        .contains("17.0.1", "training, ms per sample");
  }

  @Test
  void thePageReachesForNothingOutside() throws Exception {
    String page = Files.readString(RunReport.write(SampleRun.in(folder), false).page());
    assertThat(page).contains("default-src 'none'").doesNotContain("<script", "<link", "@import");
    assertThat(page.replaceAll("(src|href)=\"(data:image/[a-z]+;base64,|#)", ""))
        .doesNotContain("src=\"", "href=\"", "url(");
  }

  @Test
  void textOfTheDataIsNoHtml() throws Exception {
    String page = Files.readString(RunReport.write(SampleRun.in(folder), false).page());
    assertThat(page).contains("&lt;b&gt;which&lt;/b&gt; &amp; ").doesNotContain("<b>which");
  }

  @Test
  void parametersAreThoseOfEachPartWithoutStatistics() throws Exception {
    assertThat(RunFiles.read(SampleRun.in(folder)).parameters())
        .containsExactly(
            org.assertj.core.api.Assertions.entry("question", 6L),
            org.assertj.core.api.Assertions.entry("head", 3L));
  }

  @Test
  void examplesAreTheSurestWrongOnesAndTheSameRightOnesEveryTime() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    Examples.keep(run);
    List<Example> examples = Examples.kept(run);
    assertThat(examples.stream().filter(one -> one.verdict() == Verdict.WRONG).map(Example::id))
        .containsExactly(
            "test 36", "test 32", "test 28", "test 24", "test 20", "test 16", "test 12", "test 8");
    List<String> right =
        examples.stream().filter(one -> one.verdict() == Verdict.RIGHT).map(Example::id).toList();
    assertThat(right).hasSize(8);

    List<String> lines = new ArrayList<>(Files.readAllLines(run.predictions()));
    java.util.Collections.reverse(lines);
    Files.write(run.predictions(), lines);
    Examples.keep(run);
    assertThat(Examples.kept(run)).isEqualTo(examples);
  }

  @Test
  void aReportIsMadeAgainWithoutTheData() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    String first = Files.readString(RunReport.write(run, false).page());
    assertThat(first).contains("<img src=\"data:image/png;base64,");
    Files.delete(folder.resolve("red.png"));
    assertThat(Files.readString(RunReport.write(run, true).page())).isEqualTo(first);
  }

  @Test
  void aRunThatWasStoppedEarlyHasAReportToo() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    for (String file : List.of("test.json", "cost.json", "predictions.jsonl", "metrics.jsonl")) {
      Files.delete(run.path().resolve(file));
    }
    Files.delete(run.path().resolve("checkpoints/best.json"));
    assertThat(Files.readString(RunReport.write(run, true).page()))
        .contains("learning_rate: 0.001")
        .doesNotContain("id=\"results\"");
  }

  @Test
  void thePageIsTheSameWhereACommaIsADecimalPoint() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    String page = Files.readString(RunReport.write(run, false).page());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Files.readString(RunReport.write(run, false).page())).isEqualTo(page);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLongRunWithManyGroupsHasAPageThatCanBeRead() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    StringBuilder lines = new StringBuilder();
    for (int epoch = 1; epoch <= 1000; epoch++) {
      lines.append(
          "{\"epoch\":%d,\"step\":%d,\"train_loss\":0.5}\n".formatted(epoch, 1000 * epoch));
    }
    Files.writeString(run.metrics(), lines);
    StringBuilder groups = new StringBuilder();
    for (int i = 1; i <= 100; i++) {
      groups.append(
          ",{\"group\": \"g%d\", \"samples\": %d, \"accuracy\": %d}".formatted(i, i, i % 2));
    }
    Path test = run.path().resolve("test.json");
    Files.writeString(
        test,
        Files.readString(test)
            .replaceFirst("(\"groups\": \\[).*?}]", "$1" + groups.substring(1) + "]"));
    String page = Files.readString(RunReport.write(run, false).page());
    assertThat(page.split("<circle", -1)).hasSizeLessThan(310);
    assertThat(page.split("<tr>", -1)).hasSizeLessThan(400);
    assertThat(page)
        .contains("train, epoch 1: ", "train, epoch 1,000: ", "all of them are in")
        .contains(">g71<", ">g100<", ">70 others<", "2,485")
        .doesNotContain(">g70<");
  }

  @Test
  void aPageThatCannotBeWrittenDoesNotFailTheRun() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    Files.writeString(run.path().resolve("test.json"), "{\"measures\": ");
    List<String> notes = new ArrayList<>();
    RunReport.finish(run, notes::add);
    assertThat(notes).singleElement().asString().startsWith("there is no report: ");
  }

  @Test
  void aLineThatWasCutOffByAKillIsNoLine() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    Files.writeString(run.metrics(), Files.readString(run.metrics()) + "{\"epoch\":4,\"st");
    assertThat(RunFiles.read(run).metrics()).hasSize(3);
  }

  @Test
  void aBrowserShowsItWithoutErrorsAndWithoutTheNetwork() throws Exception {
    assumeTrue(Browser.find().isPresent(), "neither Chromium nor Chrome is installed here");
    Path page = RunReport.write(SampleRun.in(folder), false).page();
    Browser.Seen seen = Browser.open(page, Files.createDirectory(folder.resolve("browser")));
    assertThat(seen.console()).isEmpty();
    assertThat(seen.requests()).isEmpty();
    assertThat(seen.dom())
        .contains("<h1>sample</h1>")
        .contains("<h2>Results</h2>", "<h2>Curves</h2>", "<h2>Accuracy by type</h2>")
        .contains("<h2>Confusion</h2>", "<h2>Examples</h2>", "<h2>Cost</h2>", "<h2>Repeat</h2>")
        .contains("<h2>Spec</h2>", "<h2>Environment</h2>");

    Path bad = folder.resolve("bad.html");
    Files.writeString(
        bad, "<img src='http://127.0.0.1:9/x.png'><script>console.error('broken')</script>");
    Browser.Seen broken = Browser.open(bad, Files.createDirectory(folder.resolve("other")));
    assertThat(broken.console()).anyMatch(line -> line.contains("broken"));
    assertThat(broken.requests()).contains("http://127.0.0.1:9/x.png");
  }
}
