package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.text.Vocabulary;
import dev.braid.tasks.generation.Words;
import dev.braid.tasks.loss.SequenceCrossEntropy;
import dev.braid.tasks.metrics.Bleu;
import dev.braid.tasks.metrics.CiderD;
import dev.braid.tasks.metrics.RougeL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CIDEr-D, BLEU and ROUGE-L of the best text of each sample against all its references, loss and
 * perplexity. Words are compared as the task splits them: without punctuation and, unless {@code
 * words.lowercase} is off, without capital letters.
 */
final class TextEvaluation implements Evaluation {

  /** Without smoothing: what perplexity is defined by. */
  private static final SequenceCrossEntropy PLAIN = new SequenceCrossEntropy(0, Vocabulary.PAD);

  private final Words words;
  private final References references;
  private final List<String> candidates = new ArrayList<>();
  private final List<List<String>> truths = new ArrayList<>();
  private double losses;
  private double surprise;
  private double weights;

  TextEvaluation(Words words, References references) {
    this.words = words;
    this.references = references;
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    List<List<Written>> written = Written.of(outputs);
    for (int i = 0; i < samples.size(); i++) {
      candidates.add(words.text(written.get(i).get(0).words()));
      truths.add(normalised(samples.get(i)));
    }
    double weight = TextSummary.words(targets);
    losses += loss * weight;
    surprise += PLAIN.loss(outputs.get(0), TextSummary.truth(targets)).getFloat() * weight;
    weights += weight;
  }

  private List<String> normalised(Sample sample) {
    try {
      return references.words(sample).stream().map(text -> String.join(" ", text)).toList();
    } catch (BadDataException e) {
      throw new IllegalArgumentException("the targets of this sample were made", e);
    }
  }

  @Override
  public Map<String, Double> result() {
    Bleu bleu = new Bleu();
    CiderD ciderD = new CiderD(truths);
    double cider = 0;
    double rouge = 0;
    for (int i = 0; i < candidates.size(); i++) {
      bleu.add(candidates.get(i), truths.get(i));
      cider += ciderD.of(candidates.get(i), truths.get(i)) / candidates.size();
      rouge += RougeL.of(candidates.get(i), truths.get(i)) / candidates.size();
    }
    Map<String, Double> result = new LinkedHashMap<>();
    result.put(Measure.CIDER_D.key(), cider);
    for (int n = Bleu.ORDER; n >= 1; n--) {
      result.put("bleu-" + n, bleu.score(n));
    }
    result.put(Measure.ROUGE_L.key(), rouge);
    if (weights > 0) {
      result.put(Measure.LOSS.key(), losses / weights);
      result.put(Measure.PERPLEXITY.key(), Math.exp(surprise / weights));
    }
    return result;
  }

  /** {@code samples} and the mean number of words of the texts and of their references. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", candidates.size());
    details.put(
        "words_written", candidates.stream().mapToInt(TextEvaluation::length).average().orElse(0));
    details.put(
        "words_of_references",
        truths.stream().flatMap(List::stream).mapToInt(TextEvaluation::length).average().orElse(0));
    return details;
  }

  private static int length(String text) {
    return text.isEmpty() ? 0 : text.split(" ").length;
  }
}
