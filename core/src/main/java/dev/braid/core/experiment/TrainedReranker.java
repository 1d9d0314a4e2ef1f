package dev.braid.core.experiment;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.JudgingTask;
import dev.braid.api.model.Side;
import dev.braid.core.check.InputPlan;
import dev.braid.core.index.Embedder;
import dev.braid.core.index.Hit;
import dev.braid.core.index.Retrieval;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The model of a run that judges a query and an entry together, as the second step of a search. The
 * score of an entry becomes the probability that it belongs to the query; equal ones stay as they
 * were.
 */
public final class TrainedReranker implements Retrieval.Reranker, AutoCloseable {

  private final TrainedModel model;
  private final JudgingTask task;
  private final Map<String, InputPlan> query;
  private final Map<String, InputPlan> entry;

  private TrainedReranker(
      TrainedModel model,
      JudgingTask task,
      Map<String, InputPlan> query,
      Map<String, InputPlan> entry) {
    this.model = model;
    this.task = task;
    this.query = query;
    this.entry = entry;
  }

  /**
   * Loads the best checkpoint of a run.
   *
   * @param embedder what the search finds by
   * @param entries the side that the index holds
   * @throws BadDataException if the run's task does not judge pairs, or its inputs are not those of
   *     both sides of the embedder
   * @throws IOException if the run is damaged, naming the file
   */
  public static TrainedReranker load(
      Path folder, PartCatalog catalog, Embedder embedder, Side entries)
      throws BadDataException, IOException, SpecException {
    TrainedModel model = TrainedModel.load(folder, List.of(), catalog);
    try {
      Map<String, InputPlan> query = embedder.inputs(entries.other());
      Map<String, InputPlan> entry = embedder.inputs(entries);
      Map<String, InputPlan> both = new LinkedHashMap<>(query);
      both.putAll(entry);
      JudgingTask task = model.judging();
      if (task == null) {
        throw new BadDataException(
            "%s does not judge what was found: its task is '%s'; --rerank wants a run of task 'matching'"
                .formatted(folder, model.spec().task().factory().type()));
      }
      checkInputs(folder, model.spec().inputs(), both);
      return new TrainedReranker(model, task, query, entry);
    } catch (BadDataException e) {
      model.close();
      throw e;
    }
  }

  private static void checkInputs(
      Path folder, Map<String, InputPlan> judged, Map<String, InputPlan> compared)
      throws BadDataException {
    boolean same =
        judged.keySet().equals(compared.keySet())
            && judged.values().stream()
                .allMatch(plan -> plan.modality().equals(plan(compared, plan).modality()));
    if (!same) {
      throw new BadDataException(
          "%s judges other inputs: %s; --rerank wants those that the index compares: %s"
              .formatted(folder, described(judged), described(compared)));
    }
  }

  private static InputPlan plan(Map<String, InputPlan> compared, InputPlan judged) {
    return Objects.requireNonNull(compared.get(judged.name()));
  }

  private static String described(Map<String, InputPlan> inputs) {
    List<String> all = new ArrayList<>();
    inputs.values().forEach(plan -> all.add(plan.name() + " (" + plan.modality() + ")"));
    all.sort(Comparator.naturalOrder());
    return String.join(", ", all);
  }

  @Override
  public List<Hit> rerank(Sample asked, List<Hit> hits) throws BadDataException {
    List<Sample> pairs = new ArrayList<>();
    for (Hit hit : hits) {
      pairs.add(pair(asked, hit));
    }
    double[] judged = model.judge(task, pairs);
    List<Hit> all = new ArrayList<>();
    for (int i = 0; i < judged.length; i++) {
      Hit hit = hits.get(i);
      all.add(new Hit(hit.id(), (float) judged[i], hit.fields()));
    }
    all.sort(Comparator.comparingDouble(Hit::score).reversed());
    return all;
  }

  /** The query's inputs and those that were kept of an entry, as the run names their columns. */
  private Sample pair(Sample asked, Hit hit) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (InputPlan plan : model.spec().inputs().values()) {
      InputPlan known = query.get(plan.name());
      Object value =
          known == null
              ? kept(plan, hit.fields().get(plan(entry, plan).column()))
              : asked.value(known.column());
      if (value != null) {
        values.put(plan.column(), value);
      }
    }
    return new Sample(hit.id(), values);
  }

  /** An index keeps a file as its path's text. */
  private static @Nullable Object kept(InputPlan plan, @Nullable Object value) {
    return value != null && plan.reader().factory().readsFiles()
        ? Path.of(value.toString())
        : value;
  }

  @Override
  public void close() {
    model.close();
  }
}
