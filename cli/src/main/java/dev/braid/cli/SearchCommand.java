package dev.braid.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.Modality;
import dev.braid.api.data.Sample;
import dev.braid.core.check.InputPlan;
import dev.braid.core.experiment.PredictionRequests;
import dev.braid.core.experiment.TrainedEmbedder;
import dev.braid.core.experiment.TrainedReranker;
import dev.braid.core.index.Condition;
import dev.braid.core.index.Embedder;
import dev.braid.core.index.Hit;
import dev.braid.core.index.Retrieval;
import dev.braid.core.index.VectorIndex;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid search}. */
@Command(
    name = "search",
    description = "Find what is nearest to a text, a picture or both in an index.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "  braid search emoji.index --text \"a happy cat\" --where group=animals",
      "  braid search shoes.index --input photo=p.png --input wish=\"the same in red\"",
      "  braid search emoji.index --text \"a happy cat\" --rerank runs/emoji-matching/1"
    })
final class SearchCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 10_000;
  private static final int CANDIDATES = 50;

  private final EmbedderLoader embedders;

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "INDEX", description = "a folder that braid index made")
  private Path folder = Path.of("");

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "the query's text, where it has one input of modality text")
  private @Nullable String text;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "the query's picture, where it has one input of modality image")
  private @Nullable String picture;

  @Option(
      names = "--input",
      paramLabel = "NAME=VALUE",
      description = "any input of the query by its name in the run's spec; may be repeated")
  private Map<String, String> named = Map.of();

  @Option(names = "--top", paramLabel = "K", description = "how many are shown (default: 10)")
  private int top = 10;

  @Option(
      names = "--where",
      paramLabel = "FIELD=VALUE",
      description = "only entries with this value, such as colour=red; several must all hold")
  private List<String> where = List.of();

  @Option(
      names = "--show",
      paramLabel = "FIELD",
      split = ",",
      description = "the fields to show, such as name,text (default: what fits on a line)")
  private List<String> shown = List.of();

  @Option(
      names = "--rerank",
      paramLabel = "RUN",
      description =
          "a run of task matching with the same inputs: it judges the nearest entries, and their"
              + " scores become its probabilities")
  private @Nullable Path rerank;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description =
          "how many of the nearest --rerank judges (default: " + CANDIDATES + ", at least --top)")
  private @Nullable Integer candidates;

  @Option(names = "--json", description = "print one JSON object a line, with all fields")
  private boolean json;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "where the run of the index is now, if it was moved")
  private @Nullable Path run;

  /** With the models of runs. */
  SearchCommand() {
    this(TrainedEmbedder::load);
  }

  SearchCommand(EmbedderLoader embedders) {
    this.embedders = embedders;
  }

  @Override
  public Integer call() throws Exception {
    if (top < 1 || top > MOST) {
      throw new Failures.UsageException("--top: wants 1 to %,d, not %d".formatted(MOST, top));
    }
    if (candidates != null && (rerank == null || candidates < top || candidates > MOST)) {
      throw new Failures.UsageException(
          "--candidates: goes with --rerank and wants %,d (as --top) to %,d".formatted(top, MOST));
    }
    if (text == null && picture == null && named.isEmpty()) {
      throw new Failures.UsageException(
          "say what to look for with --text, --picture or --input NAME=VALUE");
    }
    List<Condition> conditions = new ArrayList<>();
    for (String condition : where) {
      conditions.add(Condition.parse(condition));
    }
    try (VectorIndex index = VectorIndex.open(folder)) {
      index.check(conditions); // before a model is loaded for nothing
      checkShown(index);
      show(search(index, conditions));
    }
    return 0;
  }

  private void checkShown(VectorIndex index) throws Failures.UsageException {
    for (String field : shown) {
      if (!index.fields().contains(field)) {
        throw new Failures.UsageException(
            "--show: there is no field '%s' in the index%s"
                .formatted(field, Nearest.ending(field, index.fields(), "it has none")));
      }
    }
  }

  private List<Hit> search(VectorIndex index, List<Condition> conditions) throws Exception {
    Path from = run == null ? index.manifest().run(folder) : run;
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    try (Embedder embedder = embedders.load(from, catalog, folder, index.manifest())) {
      Map<String, InputPlan> inputs = embedder.inputs(index.manifest().side().other());
      Sample query = PredictionRequests.single(values(inputs), inputs);
      if (rerank == null) {
        return new Retrieval(index, embedder, Retrieval.Reranker.NONE)
            .search(query, top, conditions);
      }
      int judged = candidates == null ? Math.max(top, CANDIDATES) : candidates;
      try (TrainedReranker reranker =
          TrainedReranker.load(rerank, catalog, embedder, index.manifest().side())) {
        List<Hit> hits = new Retrieval(index, embedder, reranker).search(query, judged, conditions);
        return hits.subList(0, Math.min(top, hits.size()));
      }
    }
  }

  private Map<String, String> values(Map<String, InputPlan> inputs) throws Failures.UsageException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : named.entrySet()) {
      if (!inputs.containsKey(entry.getKey())) {
        throw new Failures.UsageException(
            "--input: the query has no input '%s'%s"
                .formatted(
                    entry.getKey(),
                    Nearest.ending(entry.getKey(), inputs.keySet(), "it has none")));
      }
      values.put(entry.getKey(), entry.getValue());
    }
    put(values, "--text", text, Modality.TEXT, inputs);
    put(values, "--picture", picture, Modality.IMAGE, inputs);
    return values;
  }

  private static void put(
      Map<String, String> values,
      String option,
      @Nullable String value,
      Modality modality,
      Map<String, InputPlan> inputs)
      throws Failures.UsageException {
    if (value == null) {
      return;
    }
    List<String> names =
        inputs.values().stream()
            .filter(plan -> plan.modality().equals(modality))
            .map(InputPlan::name)
            .toList();
    if (names.size() != 1) {
      throw new Failures.UsageException(
          "%s: the query has %s of modality %s; use --input NAME=VALUE. Its inputs: %s"
              .formatted(
                  option,
                  names.isEmpty() ? "no input" : names.size() + " inputs",
                  modality,
                  String.join(", ", inputs.keySet())));
    }
    if (values.put(names.get(0), value) != null) {
      throw new Failures.UsageException(
          "%s and --input %s are the same input; give one".formatted(option, names.get(0)));
    }
  }

  private void show(List<Hit> hits) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      for (Hit hit : hits) {
        out.println(JSON.writeValueAsString(hit));
      }
    } else if (hits.isEmpty()) {
      out.println("no entry is as --where wants it");
    } else {
      IndexView.lines(hits, shown).forEach(out::println);
    }
    out.flush();
  }
}
