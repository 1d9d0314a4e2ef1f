package dev.braid.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.braid.core.report.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {

  @TempDir Path folder;

  private Subject small(String... changes) throws Exception {
    return SmallTable.in(folder, SmallTable.TRAIN, SmallTable.TEST, changes);
  }

  private Path page(int samples) throws Exception {
    Subject small = small();
    Path page = folder.resolve("contact-sheet.html");
    ContactSheet.write(page, small, Inspector.inspect(small), "m.yaml", samples);
    return page;
  }

  private static long count(String text, String part) {
    return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
  }

  @Test
  void samplesOfAllSplitsAreShownAsTheModelGetsThem() throws Exception {
    String page = Files.readString(page(24));
    assertThat(count(page, "<p class=\"id\">train.jsonl:")).as("one cannot be read").isEqualTo(7);
    assertThat(count(page, "<p class=\"id\">test.jsonl:")).isEqualTo(5);
    assertThat(count(page, "<p class=\"absent\">missing</p>")).isEqualTo(1 + 4);
    assertThat(page)
        .contains("<span class=\"word\">blue</span>", "<span class=\"unknown\">&lt;unk&gt;</span>")
        .contains("byte for byte", "Take them out of one of the splits")
        .doesNotContain("<unk>");
  }

  @Test
  void whatTheTokensDoNotSayIsShownAsItIsWritten() throws Exception {
    assertThat(Files.readString(page(24)))
        .contains("of “green &lt;dot&gt;”", "and 2 that the reader cuts off", "of “a b c d e f”")
        .doesNotContain("of “red dot”");
  }

  @Test
  void onlyTrainSamplesAreAugmentedThreeTimes() throws Exception {
    String page = Files.readString(page(24));
    assertThat(count(page, "<div class=\"variants\">")).as("train pictures").isEqualTo(6);
    assertThat(count(page, ", epoch ")).isEqualTo(3 * 6);
    assertThat(count(page, "<ol class=\"variants-of-text\">")).as("train texts").isEqualTo(7);
  }

  @Test
  void theChoiceFollowsFromTheSeed() throws Exception {
    Subject small = small();
    List<SheetSamples.Card> first = train(small, 6);
    assertThat(first).hasSize(3).isEqualTo(train(small(), 6));
    assertThat(first).isNotEqualTo(train(small("training.seed=12"), 6));
  }

  private static List<SheetSamples.Card> train(Subject subject, int samples) throws Exception {
    return new SheetSamples(subject).choose(samples).getOrDefault("train", List.of());
  }

  @Test
  void numbersAreShownByTheirShapeAndRange() throws Exception {
    Subject signals =
        SmallTable.in(
            folder,
            "{\"words\": [1, 2, 6], \"answer\": \"yes\", \"picture\": \"1.raw\"}\n",
            "",
            "inputs.words={modality: signal, encoder: filter}");
    assertThat(train(signals, 1).get(0).fields().get(0).read())
        .isNotNull()
        .extracting(Shown::facts)
        .isEqualTo("[3] mean 3, min 1, max 6");
  }

  @Test
  void thePageReachesForNothingOutside() throws Exception {
    String page = Files.readString(page(24));
    assertThat(page).contains("default-src 'none'").doesNotContain("<script", "<link", "@import");
    assertThat(page.replaceAll("(src|href)=\"(data:image/[a-z]+;base64,|#)", ""))
        .doesNotContain("src=\"", "href=\"", "url(");
  }

  @Test
  void aBrowserShowsItWithoutErrorsAndWithoutTheNetwork() throws Exception {
    assumeTrue(Browser.find().isPresent(), "neither Chromium nor Chrome is installed here");
    Browser.Seen seen = Browser.open(page(24), Files.createDirectory(folder.resolve("browser")));
    assertThat(seen.console()).isEmpty();
    assertThat(seen.requests()).isEmpty();
    assertThat(seen.dom())
        .contains("<h2>Warnings</h2>", "<h2>Inputs</h2>", "<h2>Labels</h2>")
        .contains("<h2>Train samples</h2>", "<h2>Test samples</h2>");
  }
}
