package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Side;
import dev.braid.core.experiment.TrainedEmbedder;
import dev.braid.core.index.Embedder;
import dev.braid.core.index.IndexCheck;
import dev.braid.core.index.IndexData;
import dev.braid.core.index.IndexManifest;
import dev.braid.core.index.IndexUpdate;
import dev.braid.core.index.Indexing;
import dev.braid.core.index.VectorIndex;
import dev.braid.core.parts.PartCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid index}. */
@Command(
    name = "index",
    description = "Make an index to search by meaning, change it, and measure how it is searched.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "  braid index runs/emoji/1 --data emoji.jsonl --id code --out emoji.index",
      "  braid index emoji.index --add --data more.jsonl --id code",
      "  braid index emoji.index --delete 1F600 1F601",
      "  braid index emoji.index --check",
      "  braid search emoji.index --text \"a happy cat\""
    })
final class IndexCommand implements Callable<Integer> {

  private static final int QUERIES = 200;

  private final EmbedderLoader embedders;

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN|INDEX",
      description = "with --out a run such as runs/NAME/1; otherwise an index, which is described")
  private Path first = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "INDEX",
      description = "a new folder for the index; with --add the index of this run")
  private @Nullable Path output;

  @Option(
      names = "--data",
      paramLabel = "TABLE|FOLDER",
      arity = "1..*",
      description = "what to put into it: tables with the inputs' columns, or folders of files")
  private List<Path> data = List.of();

  @Option(names = "--add", description = "add to the index; an id that it has is replaced")
  private boolean add;

  @Option(
      names = "--delete",
      paramLabel = "ID",
      arity = "1..*",
      description = "take these entries out")
  private List<String> delete = List.of();

  @Option(
      names = "--check",
      description =
          "measure recall@10 of the graph and the time of a query. The queries are vectors of the"
              + " index, or the samples of --data as the other side")
  private boolean check;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "how many vectors of the index --check asks for (default: " + QUERIES + ")")
  private int queries = QUERIES;

  @Option(
      names = "--side",
      paramLabel = "SIDE",
      description = "target (default) or query: the side of the samples that is looked for")
  private @Nullable Side side;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "the column with an entry's id (default: its table and line)")
  private @Nullable String id;

  @Option(
      names = "--exact-up-to",
      paramLabel = "N",
      description =
          "compare all entries up to this many, search a graph beyond (default: "
              + IndexManifest.EXACT_UP_TO
              + ")")
  private @Nullable Integer exactUpTo;

  @Option(names = "--skip-broken", description = "leave out samples that cannot be read")
  private boolean skipBroken;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "where the run of the index is now, if it was moved")
  private @Nullable Path run;

  /** With the models of runs. */
  IndexCommand() {
    this(TrainedEmbedder::load);
  }

  IndexCommand(EmbedderLoader embedders) {
    this.embedders = embedders;
  }

  @Override
  public Integer call() throws Exception {
    refuseMixtures();
    if (output != null && !add) {
      create(output);
    } else if (add) {
      add();
    } else if (!delete.isEmpty()) {
      delete();
    } else {
      try (VectorIndex index = VectorIndex.open(first)) {
        if (check) {
          check(index);
        } else {
          new IndexView(index).lines().forEach(out()::println);
        }
      }
    }
    out().flush();
    return 0;
  }

  private void refuseMixtures() throws Failures.UsageException {
    int works = (output != null || add ? 1 : 0) + (delete.isEmpty() ? 0 : 1) + (check ? 1 : 0);
    if (works > 1) {
      throw new Failures.UsageException("--out or --add, --delete and --check: one at a time");
    }
    if ((output != null || add) && data.isEmpty()) {
      throw new Failures.UsageException("give the samples with --data");
    }
    if (works == 0 && !data.isEmpty()) {
      throw new Failures.UsageException(
          "--data goes with --out INDEX for a new index, or with --add or --check");
    }
    if ((exactUpTo != null && exactUpTo < 0) || queries < 1) {
      throw new Failures.UsageException("--exact-up-to: at least 0; --queries: at least 1");
    }
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private PartCatalog catalog() throws IOException, Failures.UsageException {
    return Catalogs.find(main.plugins(), command.commandLine().getErr());
  }

  private void create(Path index) throws Exception {
    String weights = EmbedderLoader.weights(first);
    try (Embedder embedder = embedders.load(first, catalog())) {
      IndexManifest manifest =
          IndexManifest.of(
              index,
              first,
              weights,
              side == null ? Side.TARGET : side,
              embedder.width(),
              exactUpTo == null ? IndexManifest.EXACT_UP_TO : exactUpTo);
      try (IndexUpdate update = IndexUpdate.create(index, manifest)) {
        fill(embedder, update, index);
      }
    }
  }

  private void add() throws Exception {
    Path index = output == null ? first : output;
    try (IndexUpdate update = IndexUpdate.open(index)) {
      Path from = run(update.manifest(), index);
      if (side != null && side != update.manifest().side()) {
        throw new Failures.UsageException(
            "--side: %s holds the side %s".formatted(index, update.manifest().side()));
      }
      if (exactUpTo != null) {
        update.exactUpTo(exactUpTo);
      }
      try (Embedder embedder = embedders.load(from, catalog(), index, update.manifest())) {
        fill(embedder, update, index);
      }
    }
  }

  private Path run(IndexManifest manifest, Path index) {
    if (run != null) {
      return run;
    }
    return output == null ? manifest.run(index) : first;
  }

  private void fill(Embedder embedder, IndexUpdate update, Path index)
      throws BadDataException, IOException {
    List<Sample> samples = IndexData.read(data, embedder.inputs(update.manifest().side()), id);
    Indexing indexing =
        new Indexing(
            embedder, update, skipBroken ? reason -> out().println("skipped: " + reason) : null);
    int added = indexing.add(samples);
    if (added == 0) {
      throw new BadDataException("none of %s can be read".formatted(Tables.samples(samples)));
    }
    IndexUpdate.Committed committed = update.commit();
    out()
        .println(
            "%s in %s; entries: %,d, searched %s"
                .formatted(
                    added == 1 ? "1 sample" : "%,d samples".formatted(added),
                    index,
                    committed.size(),
                    committed.graph() ? "by a graph" : "exactly"));
  }

  private void delete() throws BadDataException, IOException {
    try (IndexUpdate update = IndexUpdate.open(first)) {
      update.delete(delete);
      out()
          .println(
              "%,d deleted, %,d left in %s"
                  .formatted(delete.size(), update.commit().size(), first));
    }
  }

  private void check(VectorIndex index) throws Exception {
    index.check(List.of());
    IndexCheck result =
        data.isEmpty() ? IndexCheck.of(index, queries) : IndexCheck.of(index, queries(index));
    IndexView.lines(result).forEach(out()::println);
  }

  /** The samples of the data as those who search would give them. */
  private List<float[]> queries(VectorIndex index) throws Exception {
    IndexManifest manifest = index.manifest();
    Path from = run(manifest, first);
    Side asking = manifest.side().other();
    try (Embedder embedder = embedders.load(from, catalog(), first, manifest)) {
      return Arrays.asList(
          embedder.embed(asking, IndexData.read(data, embedder.inputs(asking), id)));
    }
  }
}
