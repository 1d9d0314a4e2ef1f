package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Form;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.model.TaskContext;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Pairs;
import dev.braid.tasks.contrastive.Temperature;
import dev.braid.tasks.contrastive.TwoSides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All objectives on one batch. The outputs are, each where its objective is on: what {@link
 * TwoSides} gives; then a row of {@link Objective} for matching, masked words and masked patches;
 * and for matching, except in training, the logit of each sample's own pair {@code [B]}. Without
 * targets only what the decoding of pairs needs.
 */
final class PretrainingHead extends Head {

  private final List<String> inputs;
  private final String query;
  private final String target;
  private final Form form;
  private final @Nullable TwoSides sides;
  private final @Nullable PairMatcher matcher;
  private final @Nullable WordFiller words;
  private final @Nullable PatchPainter patches;

  PretrainingHead(PretrainingTask.Options options, TaskContext task, HeadContext context) {
    inputs = List.copyOf(task.inputs().keySet());
    query = options.query(inputs);
    target = options.target(inputs);
    form = context.fused().forms().contains(Form.TOKENS) ? Form.TOKENS : Form.POOLED;
    sides =
        options.contrastive() == null
            ? null
            : child("contrastive", sides(options.contrastive(), query, target, context));
    matcher =
        options.matching() == null ? null : child("matching", new PairMatcher(target, context));
    words =
        options.maskedWords() == null
            ? null
            : child(
                "masked_words",
                new WordFiller(
                    options.maskedWords(),
                    task.input(options.maskedWords().input()).reader(),
                    context));
    patches =
        options.maskedPatches() == null
            ? null
            : child("masked_patches", new PatchPainter(options.maskedPatches(), context));
  }

  private static TwoSides sides(
      PretrainingTask.Contrastive options, String query, String target, HeadContext context) {
    return new TwoSides(
        context.width(query),
        context.width(target),
        options.width(),
        new Temperature(ContrastiveLoss.INFO_NCE, options.temperature(), true));
  }

  @Override
  public Form wants() {
    return form;
  }

  @Override
  public NDList predict(ModelPass pass) {
    NDList embedded = new NDList();
    if (sides != null) {
      embedded = sides.embed(pass.encoding(query), pass.encoding(target), pass.training());
    }
    NDList outputs = new NDList(embedded);
    NDList targets = pass.targets();
    if (targets != null) {
      if (matcher != null) {
        outputs.add(matched(pass, embedded, targets.get(0), matcher));
      }
      if (words != null) {
        outputs.add(words.apply(pass, inputs));
      }
      if (patches != null) {
        outputs.add(patches.apply(pass, inputs));
      }
    }
    // Nothing is decoded in training, and it would take one more pass through the operator.
    if (matcher != null && !pass.training()) {
      outputs.add(matcher.judge(pass));
    }
    return outputs;
  }

  /** Wrong pairs are drawn by the embeddings where there are any, and evenly otherwise. */
  private NDArray matched(ModelPass pass, NDList embedded, NDArray codes, PairMatcher matcher) {
    if (embedded.isEmpty()) {
      NDArray usable = pass.encoding(query).present().logicalAnd(pass.encoding(target).present());
      NDArray none = pass.manager().zeros(new Shape(pass.samples(), 1));
      Pairs pairs = Pairs.of(none, none, codes, usable);
      return matcher.apply(pass, inputs, pairs, pairs.cosines());
    }
    NDList fixed = new NDList();
    embedded.forEach(array -> fixed.add(array.stopGradient()));
    Pairs pairs = TwoSides.pairs(fixed, codes);
    NDArray logits = pairs.cosines().mul(TwoSides.scale(fixed).get("0:1, 0:1"));
    return matcher.apply(pass, inputs, pairs, logits);
  }
}
