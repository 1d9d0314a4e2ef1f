package dev.braid.cli;

import dev.braid.core.compare.Axis;
import dev.braid.core.compare.Comparison;
import dev.braid.core.compare.Leaderboard;
import dev.braid.core.compare.LeaderboardText;
import dev.braid.core.compare.Sweep;
import dev.braid.core.compare.SweepReader;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.report.board.ComparisonReport;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code braid compare}. */
@Command(
    name = "compare",
    description = "Train variants of a spec over several seeds and rank them.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "SPEC", description = "a YAML or JSON file")
  private @Nullable Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "changes to the spec that hold for every variant")
  private List<String> overrides = List.of();

  @Option(
      names = "--vary",
      paramLabel = "KEY=VALUE,VALUE",
      description =
          "a key and the values to try, such as fusion=sum,concat; fusion=* tries every operator."
              + " Given several times, every combination is tried")
  private List<String> vary = List.of();

  @Option(names = "--zip", description = "try the first values together, then the second ones, …")
  private boolean zip;

  @Option(names = "--sweep", paramLabel = "FILE", description = "a YAML file that says what varies")
  private @Nullable Path sweep;

  @Option(
      names = "--seeds",
      paramLabel = "N | A,B,…",
      description = "how many seeds, from training.seed on (default: 3), or which ones")
  private @Nullable String seeds;

  @Option(names = "--no-baselines", description = "leave out each input alone and the majority")
  private boolean noBaselines;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "engine threads of a trial (default: 1)")
  private @Nullable Integer threads;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "trials at once (default: as many as processors and memory have room for)")
  private @Nullable Integer jobs;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description = "go on with a comparison that was stopped; needs no SPEC")
  private @Nullable Path resume;

  @Option(
      names = "--new",
      description = "begin anew, also where the same comparison was begun before")
  private boolean fresh;

  @Option(
      names = "--comparisons",
      paramLabel = "FOLDER",
      description = "where comparisons are kept (default: ./comparisons)")
  private Path comparisons = Path.of("comparisons");

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    if ((jobs != null && jobs < 1) || (threads != null && threads < 1)) {
      throw new Failures.UsageException("--jobs and --threads: at least 1");
    }
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    Comparison comparison = comparison(catalog);
    CompareView view = new CompareView(out);
    view.note("comparison: %s, %d trials".formatted(comparison.path(), comparison.trials()));
    Interruption interruption =
        Interruption.of(comparison::stop, () -> view.note("stopping the trials …"));
    try {
      Leaderboard board = comparison.run(new TrainTrial(main.plugins()), jobs, view);
      if (board.complete()) {
        view.note("");
        view.note(new LeaderboardText(board).text());
        view.note("saved in " + comparison.path());
      } else {
        view.note("\nstopped; go on with:\n  ./braid compare --resume " + comparison.path());
      }
      if (ComparisonReport.in(comparison.path())) {
        ComparisonReport.finish(comparison.path(), view::note);
      }
      return board.complete() ? 0 : 130;
    } finally {
      interruption.over();
    }
  }

  private Comparison comparison(PartCatalog catalog) throws Exception {
    if (resume != null) {
      if (file != null || sweep != null || !vary.isEmpty() || seeds != null || threads != null) {
        throw new Failures.UsageException(
            "--resume takes everything from the folder; give only --jobs beside it");
      }
      return Comparison.resume(resume, catalog, Folders.cache());
    }
    if (file == null || (sweep == null && vary.isEmpty())) {
      throw new Failures.UsageException(
          "give a spec and what varies, such as: braid compare spec.yaml --vary fusion=sum,concat");
    }
    return Comparison.of(
        Overrides.apply(SpecReader.read(file), overrides),
        sweep(),
        Folders.base(file),
        catalog,
        comparisons,
        Folders.cache(),
        fresh);
  }

  /** What the sweep file says; the command line adds keys and overrules settings. */
  private Sweep sweep() throws SpecException, Failures.UsageException {
    Sweep read =
        sweep == null
            ? new Sweep(List.of(), List.of(), Sweep.Settings.defaults())
            : SweepReader.read(SpecReader.read(sweep));
    List<Axis> axes = new ArrayList<>(read.axes());
    for (int i = 0; i < vary.size(); i++) {
      axes.add(Sweep.axis(vary.get(i), "--vary " + (i + 1)));
    }
    Sweep.Settings old = read.settings();
    List<Long> list = read.seeds();
    int count = old.seedCount();
    if (seeds != null) {
      List<Long> given = seeds(seeds);
      boolean single = given.size() == 1 && !seeds.contains(",");
      if (single && (given.get(0) < 1 || given.get(0) > 10_000)) {
        throw new Failures.UsageException("--seeds: how many, from 1 to 10000");
      }
      count = single ? Math.toIntExact(given.get(0)) : count;
      list = single ? List.of() : given;
    }
    return new Sweep(
        axes,
        list,
        new Sweep.Settings(
            zip ? Sweep.Mode.ZIP : old.mode(),
            old.trials(),
            old.seed(),
            old.eta(),
            old.minEpochs(),
            old.baselines() && !noBaselines,
            threads == null ? old.threads() : threads,
            count));
  }

  private static List<Long> seeds(String text) throws Failures.UsageException {
    if (!text.matches("\\d{1,15}(,\\d{1,15})*,?")) {
      throw new Failures.UsageException("--seeds: how many, such as 5, or which, such as 1,7,9");
    }
    return Arrays.stream(text.split(",")).map(Long::parseLong).distinct().toList();
  }
}
