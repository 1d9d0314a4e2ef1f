package dev.braid.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.model.Optimizer;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import dev.braid.core.optim.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn once and not trained comes back from a checkpoint as it was. */
class CheckpointBuffersTest {

  private static final class Fixed extends Module {
    Fixed() {
      integers("places", Init.indices(1 << 20), 9);
      buffer("signs", Init.signs(), 9);
      parameter("weight", Init.normal(1), 2, 3);
    }

    NDArray array(String name) {
      return Objects.requireNonNull(named().get(name)).getArray();
    }
  }

  @TempDir private Path folder;

  @Test
  void wholeNumbersAndSignsAreSavedAndLoaded() throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        Optimizer optimizer = new Sgd().create(new Sgd.Options(0.1, 0, 0, false, 0), Map.of())) {
      Fixed saved = new Fixed();
      saved.initialize(manager, 1);
      Checkpoints checkpoints = new Checkpoints(folder);
      TrainingState state =
          new TrainingState(
              1, 1, 0, 1, 0, 0, "accuracy", null, 1L, Map.of(), null, false, Map.of());
      checkpoints.save(state, saved.named(), optimizer::state, Map.of(), 1);
      Fixed loaded = new Fixed();
      loaded.initialize(manager, 2);
      assertThat(loaded.array("places").toLongArray())
          .isNotEqualTo(saved.array("places").toLongArray());

      checkpoints.load(1, loaded.named());

      assertThat(loaded.array("places").getDataType()).isEqualTo(DataType.INT64);
      assertThat(loaded.array("places").toLongArray())
          .isEqualTo(saved.array("places").toLongArray());
      assertThat(loaded.array("signs").toFloatArray())
          .isEqualTo(saved.array("signs").toFloatArray());
      assertThat(loaded.array("weight").toFloatArray())
          .isEqualTo(saved.array("weight").toFloatArray());
    }
  }
}
