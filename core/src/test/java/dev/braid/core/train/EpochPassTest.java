package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of an epoch. */
class EpochPassTest {

  @Test
  void aClassThatCannotBeChosenIsNeverDrawnAndTheEpochIsAsLong() throws Exception {
    List<Sample> train =
        IntStream.range(0, 100)
            .mapToObj(i -> new Sample("s" + i, Map.of("class", i < 3 ? "left" : "c" + i % 2)))
            .toList();
    List<Sample> order =
        EpochPass.order(
            train, new Classes("left"), TrainingOptionsOf.yaml("{class_balance: sampler}"), 1);
    assertThat(order).hasSize(100);
    assertThat(order.stream().map(sample -> sample.value("class"))).containsOnly("c0", "c1");
  }

  /** A task that knows classes and nothing else. */
  private record Classes(String left) implements Task {

    @Override
    public @Nullable String classOf(Sample sample) {
      String known = String.valueOf(sample.value("class"));
      return known.equals(left) ? null : known;
    }

    @Override
    public void fit(List<Sample> train) {}

    @Override
    public Head head(HeadContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDList targets(List<Sample> samples, boolean training, NDManager manager) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NDArray loss(NDList outputs, NDList targets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Evaluation evaluation() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<List<Prediction>> decode(NDList outputs, int top) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String primaryMetric() {
      return "accuracy";
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }

    @Override
    public void save(Path folder) {}

    @Override
    public void load(Path folder) {}
  }
}
