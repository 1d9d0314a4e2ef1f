package dev.braid.tasks.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextDecoderTest {

  private static final Offset<Float> CLOSE = within(1e-4f);
  private static final int WORDS = 11;
  private static final int WIDTH = 5;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private TextDecoder decoder() {
    TextDecoder decoder = new TextDecoder(new TextDecoder.Sizes(WORDS, WIDTH, 8, 2, 2, 16), 0.3);
    decoder.initialize(manager, 3);
    return decoder;
  }

  /** Three samples of four tokens, of which the second has two and the third none. */
  private TextDecoder.Memory memory(TextDecoder decoder) {
    boolean[] real = new boolean[12];
    Arrays.fill(real, 0, 6, true);
    return decoder.memory(tokens(4), manager.create(real, new Shape(3, 4)));
  }

  private NDArray tokens(int length) {
    Random random = new Random(1);
    float[] values = new float[3 * length * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(3, length, WIDTH));
  }

  /** Without a cache: every call looks at all words again. */
  private NextWord fromTheStart(TextDecoder decoder, TextDecoder.Memory memory) {
    List<long[]> rows = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    return (parents, words) -> {
      List<long[]> before = new ArrayList<>(rows);
      List<Integer> owned = new ArrayList<>(owners);
      rows.clear();
      owners.clear();
      float[][] next = new float[parents.length][];
      for (int i = 0; i < parents.length; i++) {
        long[] start = before.isEmpty() ? new long[0] : before.get(parents[i]);
        long[] text = Arrays.copyOf(start, start.length + 1);
        text[start.length] = words[i];
        int owner = before.isEmpty() ? parents[i] : owned.get(parents[i]);
        rows.add(text);
        owners.add(owner);
        NDArray logits =
            decoder.logits(
                manager.create(text, new Shape(1, text.length)),
                memory.rows(manager.create(new long[] {owner})),
                false);
        next[i] = logits.get("0, -1").logSoftmax(-1).toFloatArray();
      }
      return next;
    };
  }

  @Test
  void goingOnWithTheCacheGivesWhatLookingAtAllWordsGives() {
    TextDecoder decoder = decoder();
    TextDecoder.Memory memory = memory(decoder);
    NextWord plain = fromTheStart(decoder, memory);
    int[][] parents = {{0, 1, 2}, {0, 1, 2}, {1, 1, 0, 2}, {3, 0, 0}, {2, 1}, {0, 0, 1}};
    try (Continuation cached = decoder.continuation(memory, manager)) {
      Random random = new Random(5);
      for (int step = 0; step < parents.length; step++) {
        int[] words = random.ints(parents[step].length, Words.FIRST, WORDS).toArray();
        if (step == 0) {
          Arrays.fill(words, Words.BEGIN);
        }
        float[][] expected = plain.after(parents[step], words);
        float[][] actual = cached.after(parents[step], words);
        for (int row = 0; row < expected.length; row++) {
          assertThat(actual[row])
              .as("step %s row %s", step, row)
              .containsExactly(expected[row], CLOSE);
        }
      }
    }
  }

  @Test
  void textsWrittenWithTheCacheAreThoseWrittenWithout() {
    TextDecoder decoder = decoder();
    TextDecoder.Memory memory = memory(decoder);
    for (Decoding.Method method : List.of(Decoding.Method.GREEDY, Decoding.Method.BEAM)) {
      Search search = new Decoding(method, 3, 0.6, 2, 1, null, 1).search(6, new Random(1));
      List<List<Text>> plain = search.write(fromTheStart(decoder, memory), 3);
      try (Continuation cached = decoder.continuation(memory, manager)) {
        List<List<Text>> texts = search.write(cached, 3);
        for (int sample = 0; sample < 3; sample++) {
          for (int i = 0; i < plain.get(sample).size(); i++) {
            assertThat(texts.get(sample).get(i).words())
                .isEqualTo(plain.get(sample).get(i).words());
            assertThat(texts.get(sample).get(i).score())
                .isEqualTo(plain.get(sample).get(i).score(), within(1e-4));
          }
        }
      }
    }
  }

  @Test
  void paddingOfTextsAndOfTheMemoryDoesNotMatter() {
    TextDecoder decoder = decoder();
    NDArray ids = manager.create(new long[] {2, 5, 6, 2, 7, 8, 2, 9, 4}, new Shape(3, 3));
    NDArray padded =
        manager.create(new long[] {2, 5, 6, 0, 0, 2, 7, 8, 0, 0, 2, 9, 4, 0, 0}, new Shape(3, 5));
    NDArray tokens = tokens(4);
    boolean[] real = new boolean[12];
    Arrays.fill(real, true);
    TextDecoder.Memory memory = decoder.memory(tokens, manager.create(real, new Shape(3, 4)));
    NDArray more = tokens.concat(manager.ones(new Shape(3, 2, WIDTH)).mul(1e6f), 1);
    NDArray mask =
        manager.create(real, new Shape(3, 4)).concat(manager.zeros(new Shape(3, 2)).gt(0), 1);
    float[] expected = decoder.logits(ids, memory, false).toFloatArray();
    NDArray logits = decoder.logits(padded, decoder.memory(more, mask), false);
    assertThat(logits.get(":, :3").toFloatArray()).containsExactly(expected, CLOSE);
  }

  @Test
  void whatIsAttendedDecidesWhatIsWritten() {
    TextDecoder decoder = decoder();
    NDArray ids = manager.create(new long[] {2, 2, 2}, new Shape(3, 1));
    NDArray logits = decoder.logits(ids, memory(decoder), false);
    assertThat(logits.get("0").toFloatArray()).isNotEqualTo(logits.get("1").toFloatArray());
    for (float logit : logits.get("2").toFloatArray()) {
      assertThat(logit).as("without any token to attend").isFinite();
    }
  }

  @Test
  void aStepKeepsNothingButItsCacheAndClosingFreesThat() {
    TextDecoder decoder = decoder();
    TextDecoder.Memory memory = memory(decoder);
    int before = manager.getManagedArrays().size();
    NDManager own = manager.newSubManager();
    try (Continuation cached = new Continuation(decoder, memory, own)) {
      cached.after(new int[] {0, 1, 2}, new int[] {2, 2, 2});
      int kept = own.getManagedArrays().size();
      cached.after(new int[] {2, 0, 0}, new int[] {5, 6, 7});
      cached.after(new int[] {1, 0}, new int[] {5, 6});
      assertThat(own.getManagedArrays()).as("a mask, and two arrays for each layer").hasSize(kept);
      assertThat(kept).isEqualTo(5);
    }
    assertThat(own.isOpen()).isFalse();
    assertThat(manager.getManagedArrays()).hasSize(before);
  }
}
