package dev.braid.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  private static final class Weight extends Module {
    Weight() {
      parameter("weight", Init.normal(1), 2, 3);
    }
  }

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();
  private final Weight model = new Weight();
  private final List<String> damaged = new ArrayList<>();
  private Checkpoints checkpoints;

  @BeforeEach
  void prepare() {
    model.initialize(manager, 1);
    checkpoints = new Checkpoints(folder);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static TrainingState state(long step, Long best) {
    return state(step, best, false);
  }

  private static TrainingState state(long step, Long best, boolean stopped) {
    return new TrainingState(
        step,
        (int) step,
        3,
        7,
        0.1 + 0.2,
        2,
        "accuracy",
        Double.NaN,
        best,
        Map.of("loss", 1 / 3.0),
        null,
        stopped,
        Map.of("update", Map.of("updates", step, "rate", 1e-300, "text", "a")));
  }

  private void save(long step, Long best, int keep) throws IOException {
    checkpoints.save(state(step, best), model.named(), Map::of, Map.of(), keep);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void spoil(long step, String file) throws IOException {
    Files.writeString(folder.resolve(step + "/" + file), "{}");
  }

  @Test
  void theNewestAndTheBestAreKept() throws IOException {
    save(1, 1L, 2);
    save(2, 1L, 2);
    save(3, 1L, 2);
    save(4, 1L, 2);
    assertThat(names()).containsExactly("1", "3", "4", "best.json");
    assertThat(checkpoints.best()).isEqualTo(1);
    save(5, 5L, 2);
    assertThat(names()).containsExactly("4", "5", "best.json");
    assertThat(checkpoints.best()).isEqualTo(5);
  }

  @Test
  void anotherModelTakesSomeOfTheValuesToUse() throws IOException {
    NDArray average = manager.full(new Shape(2, 3), 5f);
    checkpoints.save(state(1, 1L), model.named(), Map::of, Map.of("weight", average), 1);
    save(2, 1L, 1);
    assertThat(checkpoints.last()).isEqualTo(2);
    checkpoints.loadSome(1, Map.of());
    Weight other = new Weight();
    other.initialize(manager, 2);
    checkpoints.loadSome(1, other.named());
    assertThat(other.named().get("weight").getArray()).isEqualTo(average);
    assertThat(checkpoints.weights(1)).isEqualTo(folder.resolve("1/average.safetensors"));
    checkpoints.loadSome(2, other.named());
    assertThat(other.named().get("weight").getArray())
        .isEqualTo(model.named().get("weight").getArray());
    spoil(1, "state.json");
    assertThatThrownBy(() -> checkpoints.loadSome(1, other.named()))
        .hasMessageContaining("is damaged: state.json is not what was written");
  }

  @Test
  void whatAStopLeftGoesWithTheNextAndTakesNoPlace() throws IOException {
    save(1, 1L, 2);
    save(2, 1L, 2);
    save(3, 1L, 2);
    checkpoints.save(state(4, 1L, true), model.named(), Map::of, Map.of(), 2);
    assertThat(names()).containsExactly("1", "2", "3", "4", "best.json");
    save(5, 1L, 2);
    assertThat(names()).containsExactly("1", "3", "5", "best.json");
  }

  @Test
  void aStateComesBackToTheLastBit() throws IOException {
    save(10, null, 1);
    assertThat(checkpoints.state(10)).isEqualTo(state(10, null));
  }

  @Test
  void withoutAnEpochThereIsNoBest() throws IOException {
    save(1, null, 1);
    assertThat(checkpoints.hasBest()).isFalse();
    assertThatThrownBy(checkpoints::best)
        .hasMessageContaining("training stopped before the end of its first epoch")
        .hasMessageContaining("braid train --resume " + folder.getParent());
  }

  @Test
  void theNewestThatIsWholeIsFoundAndTheOthersAreNamed() throws IOException {
    save(1, 1L, 4);
    save(2, 1L, 4);
    save(3, 1L, 4);
    save(4, 1L, 4);
    spoil(4, "model.safetensors");
    Files.delete(folder.resolve("3/optimizer.safetensors"));
    assertThat(checkpoints.newest(damaged::add)).contains(state(2, 1L));
    assertThat(damaged)
        .containsExactly(
            folder.resolve("4")
                + " is damaged: model.safetensors is not what was written (SHA-256 differs)",
            folder.resolve("3") + " is damaged: optimizer.safetensors is missing");
  }

  @Test
  void aCheckpointWhoseBestIsLostCannotEndAsItWouldHave() throws IOException {
    save(1, 1L, 3);
    save(2, 2L, 3);
    save(3, 2L, 3);
    spoil(2, "state.json");
    assertThat(checkpoints.newest(damaged::add)).contains(state(1, 1L));
    assertThat(damaged.get(0))
        .contains("the best checkpoint of its time, " + folder.resolve("2") + ", is damaged");
  }

  @Test
  void goingBackMakesTheFolderWhatItWas() throws IOException {
    save(1, 1L, 3);
    save(2, 1L, 3);
    save(3, 3L, 3);
    Files.createDirectory(folder.resolve("4.part"));
    Files.createDirectory(folder.resolve("0.old"));
    Files.writeString(folder.resolve("best.json.part"), "{\"st");
    checkpoints.returnTo(Optional.of(state(2, 1L)), 1);
    assertThat(names()).containsExactly("1", "2", "best.json");
    assertThat(checkpoints.best()).isEqualTo(1);
    checkpoints.returnTo(Optional.empty(), 1);
    assertThat(names()).isEmpty();
  }

  @Test
  void aCheckpointIsWrittenAgainOverADamagedOne() throws IOException {
    save(1, 1L, 1);
    spoil(1, "model.safetensors");
    assertThat(checkpoints.newest(damaged::add)).isEmpty();
    save(1, 1L, 1);
    assertThat(checkpoints.newest(damaged::add)).isPresent();
    assertThat(names()).containsExactly("1", "best.json");
  }
}
