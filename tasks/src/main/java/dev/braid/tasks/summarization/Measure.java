package dev.braid.tasks.summarization;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a summary is measured by. */
public enum Measure {
  /** The loss that is trained. */
  LOSS(null, false),
  /** e to the mean negative log probability of a word, without label smoothing. */
  PERPLEXITY(Form.TEXT, false),
  /** Words that are in a reference. */
  BLEU_1(Form.TEXT, true),
  /** Up to pairs of words. */
  BLEU_2(Form.TEXT, true),
  /** Up to three words. */
  BLEU_3(Form.TEXT, true),
  /** Up to four words. */
  BLEU_4(Form.TEXT, true),
  /** The longest common subsequence. */
  ROUGE_L(Form.TEXT, true),
  /** Agreement weighted by how telling words are. */
  CIDER_D(Form.TEXT, true),
  /** Order of frames, tau-b. */
  KENDALL(Form.KEY_FRAMES, true),
  /** Order of frames, rho. */
  SPEARMAN(Form.KEY_FRAMES, true),
  /** Agreement with user summaries, the mean over users (TVSum). */
  F_SCORE_MEAN(Form.KEY_FRAMES, true),
  /** Agreement with user summaries, the user that is closest (SumMe). */
  F_SCORE_MAX(Form.KEY_FRAMES, true);

  private final @Nullable Form form;
  private final boolean higherIsBetter;

  Measure(@Nullable Form form, boolean higherIsBetter) {
    this.form = form;
    this.higherIsBetter = higherIsBetter;
  }

  /** Whether summaries of this form are measured by it. */
  boolean measures(Form of) {
    return form == null || form == of;
  }

  boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** As it is named in results and specs. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
