package dev.braid.tasks.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingQueueTest {

  private final NDManager model = NDManager.newBaseManager("PyTorch");
  private final NDManager step = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void free() {
    step.close();
    model.close();
  }

  private EmbeddingQueue queue(int size) {
    EmbeddingQueue queue = new EmbeddingQueue(size, 2, 1);
    queue.initialize(model, 1);
    return queue;
  }

  private NDArray rows(float... values) {
    return step.create(values, new Shape(values.length / 2, 2));
  }

  private NDArray codes(long... values) {
    return step.create(values, new Shape(values.length, 1));
  }

  private NDArray usable(boolean... values) {
    return step.create(values);
  }

  private Pairs pairs(NDArray codes) {
    NDArray both = rows(1, 0, 0, 1);
    return Pairs.of(both, both, codes, usable(true, true));
  }

  @Test
  void itKeepsTheLastOnesTheOldestFirst() {
    EmbeddingQueue queue = queue(3);
    queue.push(rows(1, 1, 2, 2), codes(1, 2), usable(true, true));
    queue.push(rows(3, 3, 4, 4), codes(3, 4), usable(true, true));
    NDArray mine = codes(8, 9);
    assertThat(queue.extend(pairs(mine), mine).targets().toFloatArray())
        .containsExactly(1, 0, 0, 1, 2, 2, 3, 3, 4, 4);
    queue.push(rows(5, 5, 6, 6, 7, 7, 8, 8), codes(5, 6, 7, 8), usable(true, true, true, true));
    assertThat(queue.named().get("codes").getArray().toLongArray()).containsExactly(6, 7, 8);
  }

  @Test
  void emptyPlacesUnusablePairsAndWhatBelongsAreNoNegatives() {
    EmbeddingQueue queue = queue(4);
    queue.push(rows(1, 1, 2, 2, 3, 3), codes(1, 2, 3), usable(true, false, true));
    NDArray mine = codes(1, 9);
    Pairs extended = queue.extend(pairs(mine), mine);
    // A row for each of the two queries: the batch's two targets, then the places of the queue.
    assertThat(extended.negative().toBooleanArray())
        .containsExactly(
            false, true, false, false, false, true, true, false, false, true, false, true);
    assertThat(extended.positive().toBooleanArray())
        .containsExactly(
            true, false, false, false, false, false, false, true, false, false, false, false);
  }

  @Test
  void whatWasTakenFromItStaysAsItIsFilledFurther() {
    EmbeddingQueue queue = queue(2);
    queue.push(rows(1, 0, 0.6f, 0.8f), codes(1, 2), usable(true, true));
    NDArray mine = codes(8, 9);
    Pairs extended = queue.extend(pairs(mine), mine);
    queue.push(rows(0, 1, 0, 1), codes(3, 4), usable(true, true));
    assertThat(extended.cosines().toFloatArray())
        .containsExactly(new float[] {1, 0, 1, 0.6f, 0, 1, 0, 0.8f}, within(1e-6f));
  }

  @Test
  void itIsSavedAndNotTrainedAndLeavesNothingWithTheModel() {
    EmbeddingQueue queue = queue(2);
    assertThat(queue.named()).containsOnlyKeys("embeddings", "codes", "real");
    assertThat(queue.trained()).isEmpty();
    int before = model.getManagedArrays().size();
    NDArray mine = codes(8, 9);
    queue.extend(pairs(mine), mine);
    queue.push(rows(0, 1, 0, 1), codes(3, 4), usable(true, true));
    assertThat(model.getManagedArrays()).hasSize(before);
  }
}
