package dev.braid.core.experiment;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EmbeddingTask;
import dev.braid.api.model.Side;
import dev.braid.core.check.InputPlan;
import dev.braid.core.index.Embedder;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The model of a run as an index uses it. */
public final class TrainedEmbedder implements Embedder {

  private final TrainedModel model;
  private final EmbeddingTask task;

  private TrainedEmbedder(TrainedModel model, EmbeddingTask task) {
    this.model = model;
    this.task = task;
  }

  /**
   * Loads the best checkpoint of a run.
   *
   * @throws BadDataException if the run's task does not compare two sides
   * @throws IOException if the run is damaged, naming the file
   */
  public static Embedder load(Path folder, PartCatalog catalog)
      throws BadDataException, IOException, SpecException {
    TrainedModel model = TrainedModel.load(folder, List.of(), catalog);
    EmbeddingTask task = model.embedding();
    if (task == null) {
      String type = model.spec().task().factory().type();
      model.close();
      throw new BadDataException(
          "%s makes no vectors to search by: its task is '%s'; an index needs a run whose task compares a query with targets"
              .formatted(folder, type));
    }
    return new TrainedEmbedder(model, task);
  }

  @Override
  public Map<String, InputPlan> inputs(Side side) {
    Map<String, InputPlan> plans = new LinkedHashMap<>();
    for (String input : task.inputs(side)) {
      plans.put(input, Objects.requireNonNull(model.spec().inputs().get(input)));
    }
    return plans;
  }

  @Override
  public int width() {
    return task.width();
  }

  @Override
  public float[][] embed(Side side, List<Sample> samples) throws BadDataException {
    return model.embed(task, side, samples);
  }

  @Override
  public void close() {
    model.close();
  }
}
