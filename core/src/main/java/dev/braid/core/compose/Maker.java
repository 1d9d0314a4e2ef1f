package dev.braid.core.compose;

import ai.djl.ndarray.NDArray;
import dev.braid.api.AugmentationFactory;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.PartFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.SourceFactory;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.core.check.Bound;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SchedulePlan;
import dev.braid.core.schedule.Warmup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Calls factories with the options that were bound for them. A {@link Bound} pairs a factory with
 * an instance of its own options class, which the type system cannot say; the casts are here and
 * nowhere else.
 */
public final class Maker {

  private Maker() {}

  /** Opens a source. */
  public static Splits open(Bound<SourceFactory<?>> part, SourceContext context)
      throws BadDataException {
    return open(part.factory(), part.options(), context);
  }

  private static <O extends Record> Splits open(
      SourceFactory<O> factory, Record options, SourceContext context) throws BadDataException {
    return factory.open(cast(factory, options), context);
  }

  /** Makes a reader. */
  public static Reader reader(Bound<ReaderFactory<?>> part) {
    return reader(part.factory(), part.options());
  }

  private static <O extends Record> Reader reader(ReaderFactory<O> factory, Record options) {
    return factory.create(cast(factory, options));
  }

  /** Makes an augmentation of what a reader yields. */
  public static Augmentation augmentation(
      Bound<AugmentationFactory<?>> part, AugmentationContext context) {
    return augmentation(part.factory(), part.options(), context);
  }

  private static <O extends Record> Augmentation augmentation(
      AugmentationFactory<O> factory, Record options, AugmentationContext context) {
    return factory.create(cast(factory, options), context);
  }

  /** Makes an encoder. */
  public static Encoder encoder(Bound<EncoderFactory<?>> part, EncoderContext context) {
    return encoder(part.factory(), part.options(), context);
  }

  private static <O extends Record> Encoder encoder(
      EncoderFactory<O> factory, Record options, EncoderContext context) {
    return factory.create(cast(factory, options), context);
  }

  /** The form a fusion operator works on. */
  public static Form wants(Bound<FusionFactory<?>> part) {
    return wants(part.factory(), part.options());
  }

  private static <O extends Record> Form wants(FusionFactory<O> factory, Record options) {
    return factory.wants(cast(factory, options));
  }

  /** Makes a fusion operator. */
  public static Fusion fusion(Bound<FusionFactory<?>> part, FusionInputs inputs) {
    return fusion(part.factory(), part.options(), inputs);
  }

  private static <O extends Record> Fusion fusion(
      FusionFactory<O> factory, Record options, FusionInputs inputs) {
    return factory.create(cast(factory, options), inputs);
  }

  /** Makes the task of a spec with readers of its own, which have learned nothing. */
  public static Task task(CheckedSpec spec) {
    Map<String, Reader> readers = new LinkedHashMap<>();
    spec.inputs().forEach((name, plan) -> readers.put(name, reader(plan.reader())));
    return task(spec, readers);
  }

  /** Makes the task of a spec for the readers of a model, by input name. */
  public static Task task(CheckedSpec spec, Map<String, Reader> readers) {
    Map<String, TaskContext.Input> inputs = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            (name, plan) ->
                inputs.put(
                    name,
                    new TaskContext.Input(
                        plan.column(),
                        plan.modality(),
                        Objects.requireNonNull(readers.get(name)))));
    return task(spec.task().factory(), spec.task().options(), new TaskContext(inputs));
  }

  private static <O extends Record> Task task(
      TaskFactory<O> factory, Record options, TaskContext context) {
    return factory.create(cast(factory, options), context);
  }

  /** The columns a task needs. */
  public static List<TaskFactory.Column> columns(Bound<TaskFactory<?>> part) {
    return columns(part.factory(), part.options());
  }

  private static <O extends Record> List<TaskFactory.Column> columns(
      TaskFactory<O> factory, Record options) {
    return factory.columns(cast(factory, options));
  }

  /** Makes an optimizer. */
  public static Optimizer optimizer(
      Bound<OptimizerFactory<?>> part, Map<String, NDArray> parameters) {
    return optimizer(part.factory(), part.options(), parameters);
  }

  private static <O extends Record> Optimizer optimizer(
      OptimizerFactory<O> factory, Record options, Map<String, NDArray> parameters) {
    return factory.create(cast(factory, options), parameters);
  }

  /**
   * Makes a schedule with its warm-up.
   *
   * @param steps all updates of training, more than those of warm-up
   */
  public static Schedule schedule(SchedulePlan plan, long steps, long stepsPerEpoch) {
    long warmup = plan.warmup().steps(steps);
    ScheduleContext context = new ScheduleContext(steps - warmup, stepsPerEpoch);
    Bound<ScheduleFactory<?>> part = plan.part();
    return Warmup.before(schedule(part.factory(), part.options(), context), warmup);
  }

  private static <O extends Record> Schedule schedule(
      ScheduleFactory<O> factory, Record options, ScheduleContext context) {
    return factory.create(cast(factory, options), context);
  }

  private static <O extends Record> O cast(PartFactory<O> factory, Record options) {
    return factory.options().cast(options);
  }
}
