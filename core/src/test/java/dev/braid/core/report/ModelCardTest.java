package dev.braid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {

  @TempDir private Path folder;

  @Test
  void theCardHoldsFiguresHashesAndGapsForTheAuthor() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    String card = Files.readString(ModelCard.write(RunFiles.read(run)).file());
    assertThat(card)
        .startsWith("# Model card: sample\n")
        .contains("| accuracy | 0.7500 | 0.8000 |", "| question only | 0.5000 |")
        .contains("| train | 1,200 |", "| test | 40 |")
        .contains("SHA-256 `abc123`", "SHA-256 `" + RunFiles.sha256(SampleRun.SPEC) + "`")
        .contains("- question: 6 parameters", "`adam` with learning rate 0.001");
    assertThat(card.split("\\*\\*TODO\\*\\* \\(author\\)", -1)).hasSize(4);
  }

  @Test
  void anUneditedCardIsWrittenAgain() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    ModelCard.write(RunFiles.read(run));
    Files.writeString(
        run.path().resolve("test.json"),
        Files.readString(run.path().resolve("test.json")).replace("0.75", "0.90"));
    ModelCard.Written again = ModelCard.write(RunFiles.read(run));
    assertThat(again.note()).isNull();
    assertThat(run.path().resolve("MODEL_CARD.md")).content().contains("| accuracy | 0.9000 |");
  }

  @Test
  void anEditedCardIsLeftAndTheNewOneIsBeside() throws Exception {
    RunDirectory run = SampleRun.in(folder);
    Path card = ModelCard.write(RunFiles.read(run)).file();
    String edited = Files.readString(card).replaceFirst("\\*\\*TODO\\*\\*", "For sorting");
    Files.writeString(card, edited);
    ModelCard.Written again = ModelCard.write(RunFiles.read(run));
    assertThat(card).hasContent(edited);
    assertThat(again.note()).contains("was edited and is left as it is").contains("MODEL_CARD.new");
    assertThat(again.file())
        .exists()
        .content()
        .contains("**TODO** (author): what the model is for");
  }
}
