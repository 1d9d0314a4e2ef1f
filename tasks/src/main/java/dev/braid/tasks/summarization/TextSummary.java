package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.text.Vocabulary;
import dev.braid.tasks.generation.Words;
import dev.braid.tasks.loss.SequenceCrossEntropy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writing a text about the fused tokens. Where a sample has several references, its loss is over
 * the words of all of them.
 */
final class TextSummary implements Task {

  private static final String WORDS = "words.txt";

  private final SummarizationTask.Options options;
  private final References references;
  private final SequenceCrossEntropy crossEntropy;
  private @Nullable Words learned;

  TextSummary(SummarizationTask.Options options) {
    this.options = options;
    references = new References(options.target(), Words.tokenizer(options.words()));
    crossEntropy = new SequenceCrossEntropy(options.labelSmoothing(), Vocabulary.PAD);
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    List<String> texts = new ArrayList<>();
    for (Sample sample : train) {
      texts.addAll(references.require(sample, "every training sample needs a summary"));
    }
    Words words = Words.of(texts, options.words());
    if (words.size() == Words.FIRST) {
      throw new BadDataException(
          "column '%s' (task option target): no word occurs %d times or more in the train split; lower words.min_count"
              .formatted(options.target(), options.words().minCount()));
    }
    learned = words;
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    references.require(
        sample, "a sample without a summary can be neither learned from nor measured");
  }

  private Words words() {
    if (learned == null) {
      throw new IllegalStateException("the words are not learned yet: call fit or load");
    }
    return learned;
  }

  @Override
  public Head head(HeadContext context) {
    return new TextHead(context.fused().width(), words().size(), options);
  }

  /**
   * {@code [B, R, L + 1]} int64: begin, words and end of each reference, filled up with padding. A
   * text that is cut off has no end.
   */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    List<List<int[]>> all = new ArrayList<>();
    int most = 1;
    int longest = 1;
    for (Sample sample : samples) {
      List<int[]> ids = new ArrayList<>();
      for (String text :
          references.require(
              sample,
              training
                  ? "every training sample needs a summary"
                  : "a sample without a summary cannot be measured")) {
        ids.add(words().ids(text));
        longest = Math.max(longest, Math.min(ids.get(ids.size() - 1).length, options.maxLength()));
      }
      most = Math.max(most, ids.size());
      all.add(ids);
    }
    int length = longest + 2;
    long[] values = new long[samples.size() * most * length];
    for (int i = 0; i < all.size(); i++) {
      for (int r = 0; r < all.get(i).size(); r++) {
        put(all.get(i).get(r), values, (i * most + r) * length);
      }
    }
    return new NDList(manager.create(values, new Shape(samples.size(), most, length)));
  }

  private void put(int[] words, long[] values, int at) {
    int kept = Math.min(words.length, options.maxLength());
    values[at] = Words.BEGIN;
    for (int t = 0; t < kept; t++) {
      values[at + 1 + t] = words[t];
    }
    if (kept == words.length) {
      values[at + 1 + kept] = Words.END;
    }
  }

  /** The words that come next, {@code [B, R, L]}. */
  static NDArray truth(NDList targets) {
    return targets.get(0).get("..., 1:");
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return crossEntropy.loss(outputs.get(0), truth(targets));
  }

  /** The number of words and ends that the loss is a mean over. */
  @Override
  public double weight(List<Sample> samples, NDList targets) {
    return words(targets);
  }

  static double words(NDList targets) {
    long words = 0;
    for (long id : targets.get(0).toLongArray()) {
      words += id == Vocabulary.PAD || id == Words.BEGIN ? 0 : 1;
    }
    return words;
  }

  @Override
  public Evaluation evaluation() {
    return new TextEvaluation(words(), references);
  }

  /** The texts that were found; the probability is what they are ranked by. */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    return Written.of(outputs).stream()
        .map(
            texts ->
                texts.stream()
                    .limit(top)
                    .map(text -> new Prediction(words().text(text.words()), text.probability()))
                    .toList())
        .toList();
  }

  /** The words of a text as they would be written; of several texts those of the first. */
  @Override
  public String label(Object target) {
    Object first =
        target instanceof List<?> several && !several.isEmpty() ? several.get(0) : target;
    return String.join(" ", Words.tokenizer(options.words()).split(first.toString()));
  }

  @Override
  public String primaryMetric() {
    return options.metric().key();
  }

  @Override
  public boolean higherIsBetter() {
    return options.metric().higherIsBetter();
  }

  @Override
  public void save(Path folder) throws IOException {
    words().save(folder.resolve(WORDS));
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = Words.load(folder.resolve(WORDS), options.words());
  }
}
