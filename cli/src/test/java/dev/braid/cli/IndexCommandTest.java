package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code braid index} and {@code braid search} with a model of colours. */
class IndexCommandTest {

  @TempDir Path folder;
  private Path run;
  private Path table;
  private String index;
  private int width = 3;

  @BeforeEach
  void prepare() throws IOException {
    run = ColourModel.run(folder.resolve("runs/colours/1"), "weights");
    index = folder.resolve("things.index").toString();
    picture("rose", 0xf01010);
    picture("leaf", 0x10f010);
    picture("wine", 0xf01080);
    picture("sea", 0x1010f0);
    table =
        Files.writeString(
            folder.resolve("things.jsonl"),
            """
            {"name": "rose", "picture": "rose.png", "price": 3, "kind": "plant"}
            {"name": "leaf", "picture": "leaf.png", "price": 1, "kind": "plant"}
            {"name": "wine", "picture": "wine.png", "price": 9, "kind": "drink"}
            """);
  }

  private Path picture(String name, int colour) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, colour);
    Path file = folder.resolve(name + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private Ran braid(Object command, Object... arguments) {
    CommandLine line = new CommandLine(command);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    return new Ran(Main.run(new Main(), line, texts), out.toString(), err.toString());
  }

  private Ran index(Object... arguments) {
    return braid(new IndexCommand(ColourModel.of(width)), arguments);
  }

  private Ran search(Object... arguments) {
    return braid(new SearchCommand(ColourModel.of(width)), arguments);
  }

  private void make(Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of(run, "--data", table, "--id", "name", "--out", index));
    arguments.addAll(Arrays.asList(more));
    Ran ran = index(arguments.toArray());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .isEqualTo("3 samples in %s; entries: 3, searched exactly%n".formatted(index));
  }

  /** The second column. */
  private static List<String> ids(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.out().lines().map(line -> line.split(" +")[2]).toList();
  }

  private static void refused(Ran ran, String message) {
    assertThat(ran.code()).as(ran.out()).isEqualTo(Failures.BAD_INPUT);
    assertThat(ran.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void anIndexIsMadeSearchedChangedAndDescribed() throws Exception {
    make();
    assertThat(ids(search(index, "--text", "red"))).containsExactly("rose", "wine", "leaf");
    assertThat(ids(search(index, "--input", "question=green", "--top", "1")))
        .containsExactly("leaf");
    assertThat(ids(search(index, "--text", "red", "--where", "kind=plant", "--where", "price=1")))
        .containsExactly("leaf");

    Ran json = search(index, "--text", "red", "--json", "--top", "1");
    JsonNode hit = new ObjectMapper().readTree(json.out());
    assertThat(hit.path("id").asText()).isEqualTo("rose");
    assertThat(hit.path("score").asDouble()).isBetween(0.99, 1.0);
    assertThat(hit.at("/fields/price").intValue()).isEqualTo(3);
    assertThat(hit.at("/fields/picture").asText()).endsWith("rose.png");

    Ran added = index(index, "--add", "--data", table, "--id", "name");
    assertThat(added.out())
        .isEqualTo("3 samples in %s; entries: 3, searched exactly%n".formatted(index));
    Ran deleted = index(index, "--delete", "rose", "leaf");
    assertThat(deleted.out()).isEqualTo("2 deleted, 1 left in %s%n".formatted(index));
    assertThat(ids(search(index, "--text", "red"))).containsExactly("wine");

    Ran described = index(index);
    assertThat(described.out().lines().map(line -> line.split(" +", 2)[1]).toList())
        .startsWith(
            "1 of side target, 3 values each",
            run + " (weights 9a129038d9a0…)",
            "exact; exact up to 50,000 entries",
            "kind, name, picture, price");
  }

  @Test
  void theIdIsNotShownTwiceAndFieldsCanBeChosen() {
    make();
    Ran all = search(index, "--text", "red", "--top", "1");
    assertThat(all.out()).contains("1  0.99").contains("picture=").doesNotContain("name=");
    Ran some = search(index, "--text", "red", "--top", "1", "--show", "price,kind");
    assertThat(some.out()).endsWith("rose  price=3 kind=plant%n".formatted());
    refused(search(index, "--text", "red", "--show", "knd"), "--show: there is no field 'knd'");
  }

  @Test
  void aFolderOfPicturesCanBeAddedAndBrokenOnesLeftOut() throws Exception {
    Path broken =
        Files.writeString(Files.createDirectories(folder.resolve("new")).resolve("b"), "");
    Files.move(folder.resolve("sea.png"), folder.resolve("new/sea.png"));
    make();
    refused(index(index, "--add", "--data", folder.resolve("new")), broken + " is no picture");
    Ran ran = index(run, "--out", index, "--add", "--data", folder.resolve("new"), "--skip-broken");
    assertThat(ran.out())
        .isEqualTo(
            "skipped: %s is no picture%n1 sample in %s; entries: 4, searched exactly%n"
                .formatted(broken, index));
    assertThat(ids(search(index, "--text", "blue", "--top", "1"))).containsExactly("sea.png");
  }

  @Test
  void aCheckMeasuresBothWaysWithTheIndexOrOtherQueries() throws Exception {
    make();
    assertThat(index(index, "--check").out())
        .startsWith("queries   3; ")
        .contains("by graph  there is none");
    index(index, "--add", "--data", table, "--id", "name", "--exact-up-to", "2");
    assertThat(index(index, "--check", "--queries", "2").out())
        .startsWith("queries   2; ")
        .contains("recall@10 1.0000");
    Path questions = Files.writeString(folder.resolve("q.csv"), "question,answer\nred,\n");
    Ran ran = index(index, "--check", "--data", questions);
    assertThat(ran.out()).startsWith("queries   1; ").contains("recall@10 1.0000");
    assertThat(ids(search(index, "--text", "red"))).containsExactly("rose", "wine", "leaf");
  }

  @Test
  void theOtherSideCanBeIndexedAndSearchedByAPicture() throws Exception {
    Path words = Files.writeString(folder.resolve("words.csv"), "question\nred\ngreen\nblue\n");
    Ran made = index(run, "--side", "query", "--data", words, "--id", "question", "--out", index);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(ids(search(index, "--picture", folder.resolve("sea.png")))).startsWith("blue");
    refused(search(index, "--text", "red"), "--text: the query has no input of modality text");
    refused(index(index, "--side", "target", "--add", "--data", words), "holds the side query");
  }

  @Test
  void anotherModelIsRefused() throws Exception {
    make();
    width = 4;
    refused(search(index, "--text", "red"), "holds vectors of 3 values, but");
    refused(index(index, "--add", "--data", table), "holds vectors of 3 values, but");
    width = 3;
    Path moved = folder.resolve("elsewhere");
    Files.move(run, moved);
    refused(search(index, "--text", "red"), "was made with a run that is not at " + run);
    assertThat(ids(search(index, "--text", "red", "--run", moved))).startsWith("rose");
    ColourModel.run(run, "other weights");
    refused(search(index, "--text", "red"), "was made with other weights than " + run);
    refused(index(index, "--add", "--data", table), "was made with other weights than " + run);
    refused(index(index, "--check", "--data", table), "was made with other weights than " + run);
  }

  @Test
  void queriesThatCannotBeAskedAreRefused() {
    make();
    refused(search(index, "--text", "red", "--picture", "a.png"), "no input of modality image");
    refused(
        search(index, "--input", "qestion=red"), "no input 'qestion'; did you mean 'question'?");
    refused(
        search(index, "--text", "red", "--input", "question=blue"),
        "--text and --input question are the same input; give one");
    refused(search(index, "--text", "red", "--where", "knd=plant"), "did you mean 'kind'?");
    assertThat(search(index, "--text", "red", "--where", "kind=car").out())
        .isEqualTo("no entry is as --where wants it%n".formatted());
  }
}
