package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.contrastive.Codes;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.TwoSides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The weighted sum of the objectives; nothing of it is learned from targets. */
final class Pretraining implements Task {

  private final PretrainingTask.Options options;
  private final TaskContext context;

  Pretraining(PretrainingTask.Options options, TaskContext context) {
    this.options = options;
    this.context = context;
  }

  /** Looks whether the readers can do what is asked of them. */
  @Override
  public void fit(List<Sample> train) throws BadDataException {
    PretrainingTask.MaskedWords words = options.maskedWords();
    if (words != null) {
      Reader reader = context.input(words.input()).reader();
      if (reader.features().classes() == 0 || reader.special().unknown() == null) {
        throw new BadDataException(
            "task.masked_words: input '%s' has no words that can be masked: its reader knows no id for an unknown word; name a text input"
                .formatted(words.input()));
      }
    }
    PretrainingTask.MaskedPatches patches = options.maskedPatches();
    if (patches != null) {
      FeatureSpec features = context.input(patches.input()).reader().features();
      if (features.shape().dimension() != 3 || features.shape().get(0) != 3) {
        throw new BadDataException(
            "task.masked_patches: input '%s' has no patches to paint: its values are %s and not a picture's [3, H, W]"
                .formatted(patches.input(), features.shape()));
      }
    }
  }

  @Override
  public Head head(HeadContext head) {
    return new PretrainingHead(options, context, head);
  }

  @Override
  public boolean acrossSamples() {
    return options.contrastive() != null;
  }

  /** {@code [B, C]} int64: what makes pairs belong together, see {@link Codes}. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    List<String> inputs = List.copyOf(context.inputs().keySet());
    List<long[]> codes = new ArrayList<>();
    for (Sample sample : samples) {
      List<Long> row = new ArrayList<>();
      if (options.pairs()) {
        row.add(code(sample, context.input(options.target(inputs)).column()));
      }
      if (options.key() != null) {
        if (training && sample.value(options.key()) == null) {
          throw new BadDataException(
              "%s: no value in column '%s' (task option key); every training sample needs one"
                  .formatted(sample.id(), options.key()));
        }
        row.add(code(sample, options.key()));
      }
      if (row.isEmpty()) {
        row.add(Codes.of(sample.id()));
      }
      codes.add(row.stream().mapToLong(Long::longValue).toArray());
    }
    return new NDList(Codes.array(codes, manager));
  }

  /** A value that is missing is like no other. */
  private static long code(Sample sample, String column) {
    Object value = sample.value(column);
    return Codes.of(value == null ? "no " + column + " of " + sample.id() : value);
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    List<NDArray> terms = new ArrayList<>();
    int at = 0;
    if (options.contrastive() != null) {
      NDArray loss =
          ContrastiveLoss.INFO_NCE.of(
              TwoSides.pairs(outputs, targets.get(0)), TwoSides.scale(outputs), 0);
      terms.add(weighted(loss, options.contrastive().weight()));
      at = 4;
    }
    if (options.matching() != null) {
      terms.add(weighted(Objective.loss(outputs.get(at++)), options.matching().weight()));
    }
    if (options.maskedWords() != null) {
      terms.add(weighted(Objective.loss(outputs.get(at++)), options.maskedWords().weight()));
    }
    if (options.maskedPatches() != null) {
      terms.add(weighted(Objective.loss(outputs.get(at)), options.maskedPatches().weight()));
    }
    return Tensors.sum(terms);
  }

  private static NDArray weighted(NDArray loss, double weight) {
    return loss.mul(Tensors.scalar(loss, weight));
  }

  @Override
  public Evaluation evaluation() {
    return new PretrainingEvaluation(options);
  }

  /** {@code match}, how surely each sample's own pair is a right one; nothing without matching. */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    List<List<Prediction>> all = new ArrayList<>();
    if (options.matching() == null) {
      long size = outputs.isEmpty() ? 0 : outputs.get(0).getShape().get(0);
      for (long i = 0; i < size; i++) {
        all.add(List.of());
      }
      return all;
    }
    for (float logit : Objects.requireNonNull(outputs.get(outputs.size() - 1)).toFloatArray()) {
      double probability = 1 / (1 + Math.exp(-logit));
      List<Prediction> both =
          List.of(
              new Prediction("match", probability), new Prediction("mismatch", 1 - probability));
      all.add(
          (probability >= 0.5 ? both : List.of(both.get(1), both.get(0)))
              .subList(0, Math.min(top, 2)));
    }
    return all;
  }

  @Override
  public String primaryMetric() {
    return "loss";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  /** It learns nothing beside the model's parameters. */
  @Override
  public void save(Path folder) {}

  @Override
  public void load(Path folder) {}

  /** The names of the objectives that are on and have a row of {@link Objective}, with weights. */
  static Map<String, Double> rows(PretrainingTask.Options options) {
    Map<String, Double> rows = new java.util.LinkedHashMap<>();
    if (options.matching() != null) {
      rows.put("matching", options.matching().weight());
    }
    if (options.maskedWords() != null) {
      rows.put("masked_words", options.maskedWords().weight());
    }
    if (options.maskedPatches() != null) {
      rows.put("masked_patches", options.maskedPatches().weight());
    }
    return rows;
  }
}
