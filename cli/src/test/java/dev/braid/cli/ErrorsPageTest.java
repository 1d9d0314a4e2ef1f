package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/errors.md} holds, to the letter, what Braid says to everything in {@link Cases}; each
 * ends with exit code 2 and without a stack trace, unless {@code --verbose} asks for it.
 */
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "the messages hold paths and system errors of Linux")
class ErrorsPageTest {

  private static final Path PAGE = Path.of("../docs/errors.md");

  private static final String HEAD =
      """
      # What Braid says when something is wrong

      Exit code 2 means that the input, the command or a folder has to change, 1 that Braid failed. `--verbose`
      shows the stack trace as well. This page is checked by `ErrorsPageTest`, which runs every case; after a
      change of words it leaves the new page in `cli/target/errors.md`. Lists of known names are shown as `…`.

      Not an error: an answer that training never saw. It counts as wrong, and `unseen_answers` says how many
      there were. A missing input is none either. Ctrl-C ends training after the running step with a
      checkpoint; after a kill the last whole checkpoint can be used. Both go on with `braid train --resume`.
      """;

  @TempDir Path folder;

  @Test
  void everyMessageIsAsThePageHasIt() throws Exception {
    Path trained = train();
    StringBuilder page = new StringBuilder(HEAD);
    List<String> faults = new ArrayList<>();
    String section = "";
    int number = 0;
    for (Cases.Case bad : Cases.all()) {
      if (!bad.section().equals(section)) {
        section = bad.section();
        page.append("\n## ")
            .append(section)
            .append("\n\n| what is wrong | Braid says |\n| --- | --- |\n");
      }
      Path place = Files.createDirectories(folder.resolve("case" + ++number));
      List<String> arguments = bad.setup().in(new Workspace(place, trained));
      Ran ran = run(bad, arguments, place);
      String err = tidy(ran.err(), place);
      page.append("| %s | %s |\n".formatted(bad.what(), cell(err)));
      if (ran.code() != Failures.BAD_INPUT || err.contains("\tat ")) {
        faults.add(section + ", " + bad.what() + ": exit code " + ran.code() + "\n" + ran.err());
      }
      List<String> verbose = new ArrayList<>(arguments);
      verbose.add(0, "--verbose");
      if (!run(bad, verbose, place).err().contains("\tat ")) {
        faults.add(section + ", " + bad.what() + ": --verbose shows no stack trace");
      }
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/errors.md"), page);
    assertThat(faults).isEmpty();
    assertThat(page.toString()).isEqualTo(Files.readString(PAGE));
  }

  private Path train() throws IOException {
    Path place = Files.createDirectories(folder.resolve("case0"));
    Workspace work = new Workspace(place, place);
    Ran ran = braid(work.small("training.epochs=1").toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return place.resolve("runs/small/1");
  }

  private static Ran run(Cases.Case bad, List<String> arguments, Path place) throws Exception {
    String[] array = arguments.toArray(String[]::new);
    if (!bad.cacheInTheWay()) {
      return braid(array);
    }
    Path file = Files.writeString(place.resolve("file"), "");
    try (Child child = new Child(file.resolve("cache"), array)) {
      return child.end();
    }
  }

  /** Without the folders of this machine, and without what every new part would change. */
  private String tidy(String text, Path place) {
    return text.replace(place + "/", "")
        .replace(place.toString(), ".")
        .replace(folder.resolve("case0") + "/", "")
        .replaceAll("\\(/[^)]*\\)", "(its jar)")
        .replaceAll("(Known|Encoders of text): .*", "$1: …")
        .replaceAll("spec.yaml:[0-9]+:", "spec.yaml:46:")
        .stripTrailing();
  }

  private static String cell(String text) {
    return text.lines()
        .map(line -> line.replace("|", "\\|").replaceFirst("^ +", ""))
        .map(line -> "`" + line.replace("`", "'") + "`")
        .collect(Collectors.joining("<br>"));
  }
}
