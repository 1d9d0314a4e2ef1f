package dev.braid.core.experiment;

import dev.braid.api.TaskFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.compose.Maker;
import dev.braid.core.data.BrokenSample;
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.data.Order;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Position;
import dev.braid.core.train.BrokenPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a spec, opened, checked against its inputs and task, and split.
 *
 * @param train what is learned from, without what was cut off for validation
 * @param validation may be empty
 * @param test may be empty
 * @param broken what was left out already, since its target cannot be used; the spec decides
 *     whether it may be
 */
public record Dataset(
    List<Sample> train, List<Sample> validation, List<Sample> test, BrokenSamples broken) {

  /** With nothing left out. */
  public Dataset(List<Sample> train, List<Sample> validation, List<Sample> test) {
    this(train, validation, test, new BrokenSamples());
  }

  /**
   * Opens the source of a spec.
   *
   * @param base the folder that relative paths start from
   * @param cache a folder for files that can be made again
   */
  public static Dataset open(CheckedSpec spec, Path base, Path cache) throws BadDataException {
    return open(spec, base, cache, spec.training().broken());
  }

  /** The same with another answer to samples that cannot be used. */
  public static Dataset open(CheckedSpec spec, Path base, Path cache, BrokenPolicy broken)
      throws BadDataException {
    Set<String> files = new LinkedHashSet<>();
    for (InputPlan plan : spec.inputs().values()) {
      if (plan.reader().factory().readsFiles()) {
        files.addAll(plan.columns());
      }
    }
    Splits splits = Maker.open(spec.data(), new SourceContext(base, cache, files));
    checkColumns(spec, splits.columns());
    splits = Joined.splits(splits, spec.inputs().values());
    if (splits.train().isEmpty()) {
      throw new BadDataException(
          spec.data().position()
              + " data: the train split is empty; there is nothing to learn from");
    }
    Dataset dataset = split(spec, splits);
    if (broken == BrokenPolicy.SKIP) {
      return dataset.usable(spec);
    }
    for (String column : files) {
      checkFiles(dataset, column);
    }
    return dataset;
  }

  /** The three of them by name, in order. */
  public Map<String, List<Sample>> splits() {
    Map<String, List<Sample>> splits = new LinkedHashMap<>();
    splits.put("train", train);
    splits.put("validation", validation);
    splits.put("test", test);
    return splits;
  }

  private static Dataset split(CheckedSpec spec, Splits splits) throws BadDataException {
    List<Sample> validation = splits.validation();
    if (validation != null) {
      return new Dataset(splits.train(), validation, splits.test());
    }
    double fraction = spec.training().validation();
    List<List<Sample>> cut =
        Order.cut(
            splits.train(),
            fraction,
            spec.training().groupBy(),
            Order.seed(spec.training().seed(), 3));
    if (cut.get(0).isEmpty() || (fraction > 0 && cut.get(1).isEmpty())) {
      throw new BadDataException(
          "%s data: a validation split of %s leaves %d of %d samples for training and %d for validation; change training.validation"
              .formatted(
                  spec.data().position(),
                  fraction,
                  cut.get(0).size(),
                  splits.train().size(),
                  cut.get(1).size()));
    }
    return new Dataset(cut.get(0), cut.get(1), splits.test());
  }

  /** Without the samples whose target cannot be used; files that are missing show in reading. */
  private Dataset usable(CheckedSpec spec) throws BadDataException {
    Task task = Maker.task(spec);
    Dataset usable =
        new Dataset(
            usable("train", train, task),
            usable("validation", validation, task),
            usable("test", test, task),
            broken);
    if (usable.train.isEmpty()) {
      throw new BadDataException(broken.line("train").orElse("") + "; none is left");
    }
    return usable;
  }

  private List<Sample> usable(String split, List<Sample> samples, Task task) {
    broken.total(split, samples.size());
    List<Sample> usable = new ArrayList<>();
    for (Sample sample : samples) {
      try {
        task.check(sample);
        usable.add(sample);
      } catch (BadDataException e) {
        broken.add(split, new BrokenSample(sample.id(), "target", reason(e)));
      }
    }
    return usable;
  }

  private static String reason(BadDataException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static void checkColumns(CheckedSpec spec, Set<String> columns) throws BadDataException {
    for (InputPlan plan : spec.inputs().values()) {
      for (String column : plan.columns()) {
        checkColumn(
            columns, column, plan.encoder().position(), "inputs." + plan.name() + ".column");
      }
    }
    for (TaskFactory.Column column : Maker.columns(spec.task())) {
      checkColumn(columns, column.name(), spec.task().position(), "task." + column.option());
    }
    String groupBy = spec.training().groupBy();
    if (groupBy != null) {
      checkColumn(columns, groupBy, spec.data().position(), "training.group_by");
    }
  }

  private static void checkColumn(
      Set<String> columns, String column, Position position, String option)
      throws BadDataException {
    if (columns.contains(column)) {
      return;
    }
    List<String> near = Nearest.of(column, columns);
    throw new BadDataException(
        "%s %s: the data has no column '%s'%s Its columns: %s"
            .formatted(
                position,
                option,
                column,
                near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?",
                String.join(", ", columns.stream().sorted().toList())));
  }

  /** A picture that is not there is better reported now than in the middle of an epoch. */
  private static void checkFiles(Dataset dataset, String column) throws BadDataException {
    Set<Object> seen = new HashSet<>();
    Map<String, Path> missing = new LinkedHashMap<>();
    for (List<Sample> samples : dataset.splits().values()) {
      for (Sample sample : samples) {
        @Nullable Object value = sample.value(column);
        if (value instanceof Path path && seen.add(path) && !Files.exists(path)) {
          missing.put(sample.id(), path);
        }
      }
    }
    if (!missing.isEmpty()) {
      Map.Entry<String, Path> first = missing.entrySet().iterator().next();
      throw new BadDataException(
          "%s column '%s': there is no file %s%s; correct the path or leave the value out (a missing input is allowed)"
              .formatted(
                  first.getKey(),
                  column,
                  first.getValue(),
                  missing.size() == 1
                      ? ""
                      : " (and " + (missing.size() - 1) + " more are missing)"));
    }
  }
}
