package dev.braid.core.train.balance;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Tensors;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Passage;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.data.Pass;
import dev.braid.core.train.Evaluator;
import dev.braid.core.train.Resumable;
import dev.braid.core.train.TrainingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code training.balance} does in the training loop: it makes the loss, changes gradients and
 * looks at the heads at the end of an epoch. Without the option it is the loss of the task alone.
 *
 * <p>Its state is whole between updates: what {@link #loss} gathers for {@link #modulate} is not
 * part of it.
 */
public final class Balance implements Resumable {

  /** Purposes of {@link Order#seed}; no other choice may use them. */
  private static final long NOISE = 31;

  private static final long PROBE = 32;

  private final BraidModel model;
  private final Task task;
  private final TrainingOptions training;
  private final @Nullable BalanceOptions options;
  private final Batches batches;
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private final Map<String, Mean> losses = new LinkedHashMap<>();
  private final Map<String, Mean> factors = new LinkedHashMap<>();
  private List<Sample> probe = List.of();
  private Blending.@Nullable Standing standing;

  /** For a model that was composed from the same options, which decide whether it has heads. */
  public Balance(BraidModel model, Task task, TrainingOptions training, Batches batches) {
    this.model = model;
    this.task = task;
    this.training = training;
    this.options = training.balance();
    this.batches = batches;
    int heads = model.judged().size() + 1;
    boolean blends = options != null && options.gradientBlending() != null;
    weights.put(Heads.FUSED, blends ? 1.0 / heads : 1);
    for (String input : model.judged()) {
      weights.put(Heads.of(input), blends ? 1.0 / heads : auxiliary(options));
    }
  }

  private static double auxiliary(@Nullable BalanceOptions options) {
    return options == null || options.auxiliary() == null ? 1 : options.auxiliary().weight();
  }

  /**
   * The loss of a batch.
   *
   * @param total what to minimise, a scalar
   * @param fused the task's loss behind the fusion, a scalar
   * @param targets of the task
   */
  public record Loss(NDArray total, NDArray fused, NDList targets) {

    /** The fused loss, which is comparable between methods, or the total where that is broken. */
    public double value() {
      double all = total.getFloat();
      return Double.isFinite(all) ? fused.getFloat() : all;
    }
  }

  /** Before the first step, and again when a run goes on. */
  public void begin(List<Sample> train, List<Sample> held) throws BadDataException, IOException {
    if (options == null || options.gradientBlending() == null) {
      return;
    }
    if (held.isEmpty()) {
      throw new IllegalArgumentException("gradient blending needs validation samples");
    }
    probe =
        Order.shuffled(train, null, Order.seed(training.seed(), PROBE))
            .subList(0, Math.min(train.size(), held.size()));
    if (standing == null) {
      standing = new Blending.Standing(probed(), losses(held, "validation"));
    }
  }

  private Map<String, Double> probed() throws BadDataException, IOException {
    return losses(probe, "train");
  }

  private Map<String, Double> losses(List<Sample> samples, String split)
      throws BadDataException, IOException {
    HeadTally heads = new HeadTally(model, task);
    new Evaluator(model, task, training.batch())
        .run(
            batches,
            Pass.of(samples, training.batch()).skipping(batches.broken(split)),
            Evaluator.Sink.NONE,
            heads);
    return heads.losses();
  }

  /**
   * Looks at the heads while a validation split goes through the model; null where none need it.
   */
  public @Nullable HeadTally tally() {
    return options == null ? null : new HeadTally(model, task);
  }

  /**
   * The loss of a batch, in training; results belong to the manager.
   *
   * @param choices the seed of choices that the head makes
   */
  public Loss loss(HostBatch batch, NDManager manager, long choices) throws BadDataException {
    NDList targets = task.targets(batch.samples(), true, manager);
    Passage pass = model.pass(batch, manager, true, targets, choices);
    NDArray fused = task.loss(pass.outputs(), targets);
    if (options == null) {
      return new Loss(fused, fused, targets);
    }
    Map<String, Judgement> judgements =
        Judgement.of(
            model,
            task,
            batch.samples(),
            pass,
            targets,
            options.detached(),
            true,
            manager,
            choices);
    NDArray total = fused.mul(Tensors.scalar(fused, weight(Heads.FUSED)));
    for (Map.Entry<String, Judgement> entry : judgements.entrySet()) {
      NDArray loss = entry.getValue().loss();
      total = total.add(loss.mul(Tensors.scalar(loss, weight(Heads.of(entry.getKey())))));
      mean(losses, entry.getKey()).add(loss.getFloat(), entry.getValue().samples().size());
    }
    return new Loss(total, fused, targets);
  }

  private double weight(String head) {
    return weights.getOrDefault(head, 0.0);
  }

  /**
   * Changes the gradients of an update in place, by the losses of its batches.
   *
   * @param gradients by parameter name
   * @param step the number of the update, from which the noise follows
   */
  public void modulate(Map<String, NDArray> gradients, int epoch, long step) {
    Map<String, Double> seen = new LinkedHashMap<>();
    losses.forEach((input, mean) -> seen.put(input, mean.value()));
    losses.clear();
    if (options == null || options.ogmGe() == null || !options.ogmGe().acts(epoch)) {
      return;
    }
    Map<String, Double> now = Modulation.factors(seen, options.ogmGe().alpha());
    now.forEach((input, factor) -> mean(factors, input).add(factor, 1));
    Engine.getInstance().setRandomSeed((int) Order.seed(training.seed(), NOISE, step));
    Modulation.apply(gradients, now, options.ogmGe().disturbs());
  }

  /**
   * After a whole epoch: estimates new weights where it is time, and says how the heads do.
   *
   * @param heads as {@link #tally} made it, when it has seen the validation split; null without one
   * @return figures by name: {@code auxiliary.<input>.loss} and the task's primary metric of each
   *     input's head over the validation split, {@code balance.factor.<input>} the mean factor of
   *     the epoch, {@code balance.weight.<head>} the weights from now on
   */
  public Map<String, Double> epoch(int epoch, @Nullable HeadTally heads)
      throws BadDataException, IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (options == null) {
      return figures;
    }
    factors.forEach((input, mean) -> figures.put("balance.factor." + input, mean.value()));
    factors.clear();
    if (heads == null) {
      return figures;
    }
    Map<String, Double> held = heads.losses();
    Map<String, Double> measures = heads.measures();
    for (String input : model.judged()) {
      String head = Heads.of(input);
      Double loss = held.get(head);
      if (loss != null) {
        figures.put(head + ".loss", loss);
      }
      Double measure = measures.get(head);
      if (measure != null) {
        figures.put(head + "." + task.primaryMetric(), measure);
      }
    }
    if (options.gradientBlending() != null) {
      blend(options.gradientBlending(), epoch, held);
      weights.forEach((head, weight) -> figures.put("balance.weight." + head, weight));
    }
    return figures;
  }

  private void blend(BalanceOptions.GradientBlending blending, int epoch, Map<String, Double> held)
      throws BadDataException, IOException {
    Blending.Standing before = standing;
    if (before == null) {
      throw new IllegalStateException("begin comes before the end of an epoch");
    }
    if (epoch % blending.every() != 0) {
      return;
    }
    Blending.Standing after = new Blending.Standing(probed(), held);
    Map<String, Double> estimate = Blending.weights(before, after, blending);
    if (estimate != null) {
      weights.replaceAll((head, old) -> estimate.getOrDefault(head, 0.0));
    }
    standing = after;
  }

  @Override
  public Map<String, NDArray> arrays() {
    return Map.of();
  }

  @Override
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    weights.forEach((head, weight) -> values.put("weight." + head, weight));
    factors.forEach(
        (input, mean) -> {
          values.put("factor." + input, mean.sum);
          values.put("factors." + input, mean.count);
        });
    if (standing != null) {
      standing.train().forEach((head, loss) -> values.put("train." + head, loss));
      standing.validation().forEach((head, loss) -> values.put("validation." + head, loss));
    }
    return values;
  }

  @Override
  public void restore(Map<String, NDArray> arrays, Map<String, Object> values) {
    weights.replaceAll((head, old) -> number(values, "weight." + head, old));
    factors.clear();
    for (String input : model.judged()) {
      if (values.containsKey("factor." + input)) {
        Mean mean = mean(factors, input);
        mean.sum = number(values, "factor." + input, 0);
        mean.count = (long) number(values, "factors." + input, 0);
      }
    }
    Map<String, Double> train = starting(values, "train.");
    standing =
        train.isEmpty() ? null : new Blending.Standing(train, starting(values, "validation."));
  }

  private static Map<String, Double> starting(Map<String, Object> values, String prefix) {
    Map<String, Double> found = new LinkedHashMap<>();
    for (String name : values.keySet()) {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), number(values, name, 0));
      }
    }
    return found;
  }

  private static double number(Map<String, Object> values, String name, double otherwise) {
    return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private static Mean mean(Map<String, Mean> means, String name) {
    return means.computeIfAbsent(name, key -> new Mean());
  }

  /** A weighted mean. */
  private static final class Mean {
    private double sum;
    private long count;

    void add(double value, long weight) {
      sum += value * weight;
      count += weight;
    }

    double value() {
      return sum / count;
    }
  }
}
