package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QaSaveTest {

  private static final List<Sample> TRAIN =
      Tasks.answered("blue", "blue", "two\nlines", "back\\slash", "blue", "two\nlines");

  @TempDir Path folder;

  @Test
  void aLoadedTaskAnswersAndMeasuresAsTheSavedOne() throws Exception {
    for (String options : List.of("{}", "{'class_weights': 'balanced', 'max_answers': 3}")) {
      Task saved = Tasks.qa(options);
      saved.fit(TRAIN);
      saved.save(folder);
      Task loaded = Tasks.qa(options);
      loaded.load(folder);
      try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
        float[] logits = {1, 2, -1, 0, -2, 3};
        NDList outputs = new NDList(manager.create(logits, new Shape(2, 3)));
        List<Sample> samples = Tasks.answered("back\\slash", "two\nlines");
        assertThat(loaded.decode(outputs, 3)).isEqualTo(saved.decode(outputs, 3));
        assertThat(loaded.loss(outputs, loaded.targets(samples, false, manager)).getFloat())
            .isEqualTo(saved.loss(outputs, saved.targets(samples, false, manager)).getFloat());
      }
    }
  }

  @Test
  void answersLieInAReadableFile() throws IOException, BadDataException {
    Task task = Tasks.qa("{}");
    task.fit(TRAIN);
    task.save(folder);
    assertThat(folder.resolve("answers.txt")).hasContent("blue\ntwo\\nlines\nback\\\\slash\n");
    assertThat(folder.toFile().list()).containsExactly("answers.txt");
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    Path answers = folder.resolve("answers.txt");
    assertRefused("{}", "the run is damaged: " + answers + " is missing");
    Files.writeString(answers, "blue\nred\nblue\n");
    assertRefused("{}", answers + " is damaged: 'blue' is in it twice");
    Files.writeString(answers, "true\nfalse\n");
    assertRefused(
        "{'binary': true}", answers + " is damaged: with binary: true it holds false, then true");
  }

  @Test
  void damagedWeightsAreNamed() throws IOException {
    String options = "{'class_weights': 'balanced'}";
    Path weights = folder.resolve("answer_weights.txt");
    Files.writeString(folder.resolve("answers.txt"), "blue\nred\n");
    assertRefused(options, "the run is damaged: " + weights + " is missing");
    Files.writeString(weights, "0.5\nblue\n");
    assertRefused(options, weights + " is damaged: it does not hold one number a line");
    for (String text : List.of("0.5\n", "0.5\n0\n", "0.5\nNaN\n", "0.5\n1\n2\n")) {
      Files.writeString(weights, text);
      assertRefused(options, weights + " is damaged: it needs 2 weights above 0");
    }
  }

  private void assertRefused(String options, String message) {
    assertThatThrownBy(() -> Tasks.qa(options).load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }
}
