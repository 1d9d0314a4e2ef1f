package dev.braid.tasks.classification;

import dev.braid.tasks.head.MlpHead;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.loss.ClassWeights;
import dev.braid.tasks.loss.Likelihood;
import org.jspecify.annotations.Nullable;

/**
 * What a task that chooses one label is told.
 *
 * @param words what it calls a label
 * @param target column with the label
 * @param several column with a list of several people's labels, whose shares the loss is against
 * @param head how its head is built
 * @param classWeights how much each label counts in the loss
 * @param labelSmoothing share of the target that is spread evenly over all labels
 * @param most only so many of the most frequent labels can be chosen, or null for all
 * @param group column by whose values the accuracy is reported
 * @param ranking whether the area under the ROC curve is measured, for which the probabilities of
 *     all samples are kept
 */
public record ChoiceSettings(
    Words words,
    LabelColumn target,
    @Nullable LabelColumn several,
    MlpHead.Layers head,
    ClassWeights classWeights,
    double labelSmoothing,
    @Nullable Integer most,
    @Nullable String group,
    boolean ranking) {

  /** Whether it tells true from false by one logit. */
  boolean binary() {
    return target.truth();
  }

  /** How outputs read as probabilities. */
  Likelihood likelihood() {
    return binary() ? Likelihood.SIGMOID : Likelihood.SOFTMAX;
  }
}
