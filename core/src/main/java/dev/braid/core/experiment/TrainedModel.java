package dev.braid.core.experiment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EmbeddingTask;
import dev.braid.api.model.JudgingTask;
import dev.braid.api.model.Side;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.data.Batches;
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.data.MissingInputs;
import dev.braid.core.data.Order;
import dev.braid.core.data.Pass;
import dev.braid.core.data.Removal;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.engine.GradMode;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** A model taken from its run directory, which is all it needs. */
public final class TrainedModel implements AutoCloseable {

  private final CheckedSpec spec;
  private final RunDirectory run;
  private final NDManager manager;
  private final BraidModel model;
  private final Task task;
  private final Batches batches;

  private TrainedModel(
      CheckedSpec spec,
      RunDirectory run,
      NDManager manager,
      Composition composition,
      Batches batches) {
    this.spec = spec;
    this.run = run;
    this.manager = manager;
    this.model = composition.model();
    this.task = composition.task();
    this.batches = batches;
  }

  /**
   * Loads the best checkpoint of a run.
   *
   * @param overrides of the spec, such as where the data is now
   * @throws IOException if the run is damaged, naming the file
   */
  public static TrainedModel load(Path folder, List<String> overrides, PartCatalog catalog)
      throws IOException, SpecException {
    RunDirectory run = RunDirectory.open(folder);
    CheckedSpec spec =
        SpecChecker.check(Overrides.apply(SpecReader.read(run.spec()), overrides), catalog);
    EngineSettings.prepare(spec.training().threads());
    Composition composition = new Composition(spec);
    Pipeline.load(run, composition);
    NDManager manager = NDManager.newBaseManager();
    try {
      composition.model().initialize(manager, 0);
      long best = run.checkpoints().best();
      run.checkpoints().load(best, composition.model().named());
      composition.task().validated(run.checkpoints().state(best).validation());
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
    Batches batches = Pipeline.batches(spec, composition.readers());
    return new TrainedModel(spec, run, manager, composition, batches);
  }

  /** The spec of the run, overrides included. */
  public CheckedSpec spec() {
    return spec;
  }

  /** The number of trainable values. */
  public long parameterCount() {
    return model.parameterCount();
  }

  /** The data of the run's spec, opened again with paths as they were in training. */
  public Dataset data(Path cache) throws BadDataException, IOException {
    Dataset data = Dataset.open(spec, run.base(), cache);
    BrokenSamples broken = batches.broken();
    if (broken != null) {
      broken.addAll(data.broken());
    }
    return data;
  }

  /**
   * Chooses the samples that have to do without some inputs; the choice follows from the run's
   * seed.
   *
   * @param fractions by input name, from 0 to 1
   */
  public MissingInputs missing(List<Sample> samples, Map<String, Double> fractions) {
    return new MissingInputs(
        samples, Pipeline.columns(spec), fractions, Order.seed(spec.training().seed(), 5));
  }

  /**
   * Measures the model on samples; where the spec skips broken ones, those that can be read, and
   * {@code details} has the numbers of both.
   */
  public Evaluator.Result evaluate(List<Sample> samples, Removal removal)
      throws BadDataException, IOException {
    return new Evaluator(model, task, spec.training().batch())
        .run(
            batches,
            Pass.of(samples, spec.training().batch())
                .without(removal)
                .skipping(batches.broken("samples")),
            Evaluator.Sink.NONE);
  }

  /** Predicts; the samples need no targets. */
  public List<List<Task.Prediction>> predict(List<Sample> samples, int top)
      throws BadDataException {
    List<List<Task.Prediction>> all = new ArrayList<>();
    forward(samples, outputs -> all.addAll(task.decode(outputs, top)));
    return all;
  }

  /** Passes samples through the model, a batch at a time; the outputs live as long as the call. */
  private void forward(List<Sample> samples, Consumer<NDList> outputs) throws BadDataException {
    GradMode.off();
    Batches.Stream stream = batches.of(samples, spec.training().batch());
    for (var next = stream.next(); next != null; next = stream.next()) {
      try (NDManager scope = NDManager.newBaseManager()) {
        outputs.accept(model.predict(next, scope));
      }
    }
  }

  /** The task, when it judges whether inputs belong together; null where it does not. */
  public @Nullable JudgingTask judging() {
    return task instanceof JudgingTask judging ? judging : null;
  }

  /**
   * Judges samples.
   *
   * @param judging of this model
   * @return for each sample the probability that its inputs belong together
   * @throws BadDataException if a sample cannot be read
   */
  public double[] judge(JudgingTask judging, List<Sample> samples) throws BadDataException {
    DoubleStream.Builder all = DoubleStream.builder();
    forward(samples, outputs -> Arrays.stream(judging.judge(outputs)).forEach(all));
    return all.build().toArray();
  }

  /** The task, when it embeds two sides; null where it does not. */
  public @Nullable EmbeddingTask embedding() {
    return task instanceof EmbeddingTask embedding ? embedding : null;
  }

  /**
   * Embeds one side of samples, which need have no input of the other.
   *
   * @param embedding of this model
   * @return one row a sample, of length 1
   * @throws BadDataException if a sample cannot be read, or has no input of the side
   */
  public float[][] embed(EmbeddingTask embedding, Side side, List<Sample> samples)
      throws BadDataException {
    List<float[]> vectors = new ArrayList<>();
    int width = embedding.width();
    // The other side's values are not even read.
    forward(
        only(embedding.inputs(side), samples),
        outputs -> {
          float[] rows = embedding.embed(side, outputs).toFloatArray();
          for (int from = 0; from < rows.length; from += width) {
            vectors.add(Arrays.copyOfRange(rows, from, from + width));
          }
        });
    return vectors.toArray(float[][]::new);
  }

  /** The samples with these inputs and no other value. */
  private List<Sample> only(List<String> inputs, List<Sample> samples) throws BadDataException {
    Map<String, String> columns = Pipeline.columns(spec);
    List<Sample> some = new ArrayList<>();
    for (Sample sample : samples) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (String input : inputs) {
        String column = Objects.requireNonNull(columns.get(input));
        Object value = sample.value(column);
        if (value != null) {
          values.put(column, value);
        }
      }
      if (values.isEmpty()) {
        throw new BadDataException(
            "%s: has none of the inputs %s".formatted(sample.id(), String.join(", ", inputs)));
      }
      some.add(new Sample(sample.id(), values));
    }
    return some;
  }

  @Override
  public void close() {
    batches.close();
    manager.close();
  }
}
