package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.model.Form;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.model.TaskContext;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Pairs;
import dev.braid.tasks.contrastive.Projection;
import dev.braid.tasks.contrastive.Temperature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All objectives on one batch. The outputs are, each where its objective is on: the embeddings of
 * both sides {@code [B, width]}, their scale {@code [B, 2]} and which pairs have both sides {@code
 * [B]}; then a row of {@link Objective} for matching, masked words and masked patches; and for
 * matching the logit of each sample's own pair {@code [B]}. Without targets only what the decoding
 * of pairs needs.
 */
final class PretrainingHead extends Head {

  private final List<String> inputs;
  private final String query;
  private final String target;
  private final Form form;
  private final @Nullable Sides sides;
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
            : child("contrastive", new Sides(options.contrastive(), query, target, context));
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

  /** Projections of both sides and the temperature. */
  private static final class Sides extends dev.braid.api.nn.Module {
    private final String query;
    private final String target;
    private final Projection queries;
    private final Projection targets;
    private final Temperature temperature;

    Sides(PretrainingTask.Contrastive options, String query, String target, HeadContext context) {
      this.query = query;
      this.target = target;
      queries = child("query", new Projection(context.width(query), options.width()));
      targets = child("target", new Projection(context.width(target), options.width()));
      temperature =
          child(
              "temperature",
              new Temperature(ContrastiveLoss.INFO_NCE, options.temperature(), true));
    }

    NDList of(ModelPass pass, NDArray usable) {
      NDArray first = queries.apply(pass.encoding(query));
      NDArray second = targets.apply(pass.encoding(target));
      return new NDList(first, second, temperature.of(first, pass.training()), usable);
    }
  }

  @Override
  public Form wants() {
    return form;
  }

  @Override
  public NDList predict(ModelPass pass) {
    NDList outputs = new NDList();
    NDList compared = new NDList();
    NDArray usable = null;
    if (sides != null || matcher != null) {
      usable = pass.encoding(query).present().logicalAnd(pass.encoding(target).present());
    }
    if (sides != null && usable != null) {
      compared = sides.of(pass, usable);
      outputs.addAll(compared);
    }
    NDList targets = pass.targets();
    if (targets != null) {
      if (matcher != null && usable != null) {
        outputs.add(matched(pass, compared, targets.get(0), usable, matcher));
      }
      if (words != null) {
        outputs.add(words.apply(pass, inputs));
      }
      if (patches != null) {
        outputs.add(patches.apply(pass, inputs));
      }
    }
    if (matcher != null) {
      outputs.add(matcher.judge(pass).stopGradient());
    }
    return outputs;
  }

  /** Wrong pairs are drawn by the embeddings where there are any, and evenly otherwise. */
  private NDArray matched(
      ModelPass pass, NDList compared, NDArray codes, NDArray usable, PairMatcher matcher) {
    long size = pass.samples();
    NDArray none = pass.manager().zeros(new ai.djl.ndarray.types.Shape(size, 1));
    Pairs pairs =
        compared.isEmpty()
            ? Pairs.of(none, none, codes, usable)
            : Pairs.of(
                compared.get(0).stopGradient(), compared.get(1).stopGradient(), codes, usable);
    NDArray logits = pairs.cosines();
    if (!compared.isEmpty()) {
      logits = logits.mul(compared.get(2).stopGradient().get("0:1, 0:1"));
    }
    return matcher.apply(pass, inputs, pairs, logits);
  }
}
