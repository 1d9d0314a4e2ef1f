package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text that {@link TextHead} wrote, as it stands in its outputs.
 *
 * @param words their numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Written(int[] words, double probability) {

  /** The texts of each sample, the best first; the first is there even if it has no words. */
  static List<List<Written>> of(NDList outputs) {
    NDArray ids = outputs.get(outputs.size() - 2);
    int texts = (int) ids.getShape().get(1);
    int length = (int) ids.getShape().get(2);
    long[] numbers = ids.toLongArray();
    float[] probabilities = outputs.get(outputs.size() - 1).toFloatArray();
    List<List<Written>> all = new ArrayList<>();
    for (int i = 0; i < ids.getShape().get(0); i++) {
      List<Written> sample = new ArrayList<>();
      for (int k = 0; k < texts; k++) {
        int row = i * texts + k;
        int[] words =
            Arrays.stream(numbers, row * length, (row + 1) * length)
                .takeWhile(id -> id != Vocabulary.PAD)
                .mapToInt(Math::toIntExact)
                .toArray();
        if (k == 0 || words.length > 0) {
          sample.add(new Written(words, probabilities[row]));
        }
      }
      all.add(sample);
    }
    return all;
  }
}
