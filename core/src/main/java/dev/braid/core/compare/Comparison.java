package dev.braid.core.compare;

import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.WeightsOptions;
import dev.braid.core.compose.Composition;
import dev.braid.core.experiment.Dataset;
import dev.braid.core.experiment.StepCost;
import dev.braid.core.experiment.Takeover;
import dev.braid.core.experiment.TrainedParameters;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import dev.braid.core.train.ParameterGroups;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A comparison from its plan to its leaderboard. Everything is checked when it is made; trials that
 * an earlier start in the same directory finished are taken over, failed ones are tried again.
 */
public final class Comparison {

  private final ComparisonDirectory directory;
  private final Sweep sweep;
  private final String name;
  private final List<Variant> variants;
  private final List<Variant> alone;
  private final CheckedSpec first;
  private final PartCatalog catalog;
  private final Path cache;
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean cut;
  private volatile boolean stopped;
  private volatile @Nullable TrialRunner runner;

  private Comparison(Plan plan, ComparisonDirectory directory, PartCatalog catalog, Path cache) {
    this.directory = directory;
    this.sweep = plan.sweep;
    this.name = plan.first.name();
    this.variants = plan.variants;
    this.alone = plan.alone;
    this.first = plan.first;
    this.catalog = catalog;
    this.cache = cache;
  }

  /** The checked variants of a sweep. */
  private record Plan(Sweep sweep, List<Variant> variants, List<Variant> alone, CheckedSpec first) {

    static Plan of(Node.MapNode spec, Sweep sweep, PartCatalog catalog, Path base, Path cache)
        throws SpecException {
      Variants maker = new Variants(spec, catalog);
      List<Variant> variants = maker.of(sweep);
      CheckedSpec first =
          variants.stream()
              .map(Variant::spec)
              .filter(Objects::nonNull)
              .map(CheckedSpec.class::cast)
              .findFirst()
              .orElseThrow();
      if (sweep.settings().mode() == Sweep.Mode.HALVING) {
        for (Axis axis : sweep.axes()) {
          if (axis.key().equals("training.epochs")) {
            throw SweepReader.fail(
                axis.position(), axis.key(), "halving chooses the epochs itself; leave it out");
          }
        }
        refuseBlind(variants, base, cache);
      }
      List<Variant> alone =
          sweep.settings().baselines() ? maker.alone(one -> groups(one, base, cache)) : List.of();
      return new Plan(sweep, variants, alone, first);
    }

    private static Optional<ParameterGroups> groups(CheckedSpec spec, Path base, Path cache) {
      try {
        return Optional.of(
            new ParameterGroups(TrainedParameters.of(spec, base, cache), spec.training()));
      } catch (BadDataException | RuntimeException e) {
        return Optional.empty(); // each trial will say so itself
      }
    }

    /** Without a validation split halving would have nothing to choose by. */
    private static void refuseBlind(List<Variant> variants, Path base, Path cache)
        throws SpecException {
      Set<Object> seen = new HashSet<>();
      for (Variant variant : variants) {
        CheckedSpec spec = variant.spec();
        if (spec != null
            && spec.training().validation() == 0
            && seen.add(spec.data().options())
            && !validated(spec, base, cache)) {
          throw SweepReader.fail(
              spec.complete().position(),
              "training.validation",
              "halving keeps the best on validation, and there is no validation split; give it a"
                  + " fraction above 0");
        }
      }
    }

    private static boolean validated(CheckedSpec spec, Path base, Path cache) {
      try {
        return !Dataset.open(spec, base, cache).validation().isEmpty();
      } catch (BadDataException | RuntimeException e) {
        return true; // each trial will say so itself
      }
    }
  }

  /**
   * Prepares a comparison in a directory of its own, or in that of the same one begun earlier.
   *
   * @param spec the base spec with its overrides
   * @param base the folder that relative paths in it start from
   * @param comparisons where comparisons are kept
   * @param cache a folder for files that can be made again
   * @param fresh whether to begin anew all the same
   * @throws SpecException if no variant can be checked, or the sweep itself is wrong
   */
  public static Comparison of(
      Node.MapNode spec,
      Sweep sweep,
      Path base,
      PartCatalog catalog,
      Path comparisons,
      Path cache,
      boolean fresh)
      throws SpecException, IOException {
    Path folder = base.toAbsolutePath().normalize();
    Node.MapNode settled = WeightsOptions.settled(spec);
    Plan plan = Plan.of(settled, sweep, catalog, folder, cache);
    ComparisonDirectory directory =
        ComparisonDirectory.of(
            comparisons,
            plan.first.name(),
            folder,
            SpecWriter.write(withName(settled, plan.first.name())),
            SpecWriter.write(sweep.complete()),
            fresh);
    return new Comparison(plan, directory, catalog, cache);
  }

  /** Goes on with a comparison. */
  public static Comparison resume(Path folder, PartCatalog catalog, Path cache)
      throws SpecException, IOException {
    ComparisonDirectory directory = ComparisonDirectory.open(folder);
    Sweep sweep = SweepReader.read(SpecReader.read(directory.sweep()));
    Plan plan = Plan.of(SpecReader.read(directory.spec()), sweep, catalog, directory.base(), cache);
    return new Comparison(plan, directory, catalog, cache);
  }

  /** A spec without a name is named by its file; the copy has to say it. */
  private static Node.MapNode withName(Node.MapNode spec, String name) throws SpecException {
    return dev.braid.core.spec.Overrides.set(
        spec, "name", Sweep.scalar(name, spec.position()), spec.position());
  }

  /** Where it is kept. */
  public Path path() {
    return directory.path();
  }

  /** How many trials there are, halving's first rung only. */
  public int trials() {
    long checked = variants.stream().filter(variant -> variant.spec() != null).count();
    long baselines = alone.stream().filter(variant -> variant.spec() != null).count();
    return Math.toIntExact((checked + baselines) * seeds().size());
  }

  private List<Long> seeds() {
    if (!sweep.seeds().isEmpty()) {
      return sweep.seeds();
    }
    List<Long> seeds = new ArrayList<>();
    for (int i = 0; i < sweep.settings().seedCount(); i++) {
      seeds.add(first.training().seed() + i);
    }
    return seeds;
  }

  /** Asks for an end and waits until trials have stopped and the leaderboard is written. */
  public void stop() throws InterruptedException {
    stopped = true;
    TrialRunner running = runner;
    if (running != null) {
      running.stop();
    }
    done.await();
  }

  /**
   * Runs every trial and writes the leaderboard.
   *
   * @param jobs how many trials at once, or null for as many as fit
   */
  public Leaderboard run(TrialCommand command, @Nullable Integer jobs, ComparisonListener listener)
      throws IOException, SpecException, InterruptedException {
    try (FileChannel lock = directory.lock()) {
      Task task = new Composition(first).task();
      String measure = task.primaryMetric();
      Ranking ranking = new Ranking(directory, measure, task.higherIsBetter());
      int threads = sweep.settings().threads();
      EarlierRuns earlier =
          new EarlierRuns(new Takeover(directory.base(), cache, threads), catalog, threads);
      TrialRunner trials =
          new TrialRunner(directory, command, jobs(jobs, listener), earlier, measure, listener);
      runner = trials;
      if (stopped || !lock.isOpen()) {
        trials.stop();
      }
      List<Entry> entries =
          sweep.settings().mode() == Sweep.Mode.HALVING
              ? halving(trials, ranking)
              : all(trials, variants, alone, null);
      Leaderboard board =
          ranking.of(name, seeds(), sweep.settings().baselines(), entries, !cut, trials.notes());
      board.write(path().resolve("leaderboard.json"));
      LeaderboardText text = new LeaderboardText(board);
      AtomicFiles.write(path().resolve("leaderboard.txt"), text.text());
      AtomicFiles.write(path().resolve("leaderboard.csv"), text.csv());
      return board;
    } finally {
      done.countDown();
    }
  }

  private Jobs jobs(@Nullable Integer fixed, ComparisonListener listener) throws IOException {
    StepCost cost = null;
    try {
      cost = StepCost.of(first, directory.base(), cache, first.training().batch());
    } catch (BadDataException e) {
      // Each trial will say so itself; here it only means that the estimate knows less.
      cost = null;
    } catch (RuntimeException e) {
      listener.note("what a trial takes of memory cannot be estimated: " + e);
    }
    return new Jobs(fixed, sweep.settings().threads(), Jobs.free(), Jobs.estimate(first, cost));
  }

  /** Trains every variant with every seed; seeds are the outer loop, so that a stop leaves rows. */
  private List<Entry> all(
      TrialRunner runner, List<Variant> variants, List<Variant> baselines, @Nullable Integer epochs)
      throws IOException, SpecException, InterruptedException {
    List<Variant> together = new ArrayList<>(variants);
    together.addAll(baselines);
    List<Trial> trials = new ArrayList<>();
    for (long seed : seeds()) {
      for (Variant variant : together) {
        if (variant.spec() != null) {
          trials.add(new Trial(variant, seed, epochs));
        }
      }
    }
    Map<Variant, List<TrialResult>> results = new LinkedHashMap<>();
    together.forEach(variant -> results.put(variant, new ArrayList<>()));
    for (TrialResult result : runner.run(trials)) {
      Objects.requireNonNull(results.get(result.trial().variant())).add(result);
    }
    List<Entry> entries = new ArrayList<>();
    results.forEach((variant, list) -> entries.add(new Entry(variant, list, null)));
    return entries;
  }

  private List<Entry> halving(TrialRunner runner, Ranking ranking)
      throws IOException, SpecException, InterruptedException {
    List<Entry> entries = new ArrayList<>();
    List<Variant> left = variants;
    List<Integer> rungs = Halving.rungs(first.training().epochs(), sweep.settings());
    for (int i = 0; i < rungs.size(); i++) {
      boolean last = i == rungs.size() - 1;
      List<Entry> rung = all(runner, left, last ? alone : List.of(), last ? null : rungs.get(i));
      if (last) {
        entries.addAll(rung);
        break;
      }
      int epochs = rungs.get(i);
      if (runner.isStopped() || rung.stream().anyMatch(Entry::open)) {
        cut = true; // who would have gone on is not known
        rung.forEach(entry -> entries.add(entry.after(epochs)));
        break;
      }
      List<Entry> order = new ArrayList<>(rung);
      order.sort(ranking.order());
      int kept =
          Halving.kept(
              (int) order.stream().filter(Entry::complete).count(), sweep.settings().eta());
      left = order.stream().filter(Entry::complete).limit(kept).map(Entry::variant).toList();
      for (Entry entry : order) {
        if (!left.contains(entry.variant())) {
          entries.add(entry.after(epochs));
        }
      }
      if (left.isEmpty()) {
        break;
      }
    }
    return entries;
  }
}
