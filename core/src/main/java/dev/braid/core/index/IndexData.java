package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.core.check.InputPlan;
import dev.braid.core.data.table.TableSource;
import dev.braid.core.run.FileFailure;
import dev.braid.core.spec.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Samples for an index, from tables with the inputs' columns and from folders of files. Their ids
 * are those of the entries.
 */
public final class IndexData {

  private final Map<String, InputPlan> inputs;
  private final @Nullable String id;
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> given = new HashSet<>();

  private IndexData(Map<String, InputPlan> inputs, @Nullable String id) {
    this.inputs = inputs;
    this.id = id;
  }

  /**
   * Reads all of them.
   *
   * @param paths tables (JSONL, JSON, CSV or TSV by their ending) or folders; of a folder, each
   *     file below it is a sample
   * @param inputs of the side, by name
   * @param id the column with the id; without it an entry is called by its table and line. An id
   *     that is there twice means that the last one stays
   */
  public static List<Sample> read(
      Collection<Path> paths, Map<String, InputPlan> inputs, @Nullable String id)
      throws BadDataException {
    IndexData data = new IndexData(inputs, id);
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        data.folder(path);
      } else if (Files.exists(path)) {
        data.table(path);
      } else {
        throw new BadDataException("--data: there is no file or folder " + path);
      }
    }
    return List.copyOf(data.samples);
  }

  private void table(Path file) throws BadDataException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
    Set<String> files =
        inputs.values().stream()
            .filter(plan -> plan.reader().factory().readsFiles())
            .map(InputPlan::column)
            .collect(Collectors.toSet());
    Splits splits =
        new TableSource()
            .open(
                TableSource.Options.of(String.valueOf(file.getFileName())),
                new SourceContext(folder, folder, files));
    for (InputPlan plan : inputs.values()) {
      checkColumn(file, splits.columns(), plan.column(), "input " + plan.name());
    }
    if (id != null) {
      checkColumn(file, splits.columns(), id, "--id");
    }
    for (Sample sample : splits.train()) {
      samples.add(new Sample(named(sample, folder), sample.values()));
    }
  }

  private static void checkColumn(Path file, Set<String> columns, String column, String what)
      throws BadDataException {
    if (!columns.contains(column)) {
      throw new BadDataException(
          "%s: there is no column '%s' for %s%s"
              .formatted(file, column, what, Nearest.ending(column, columns, "it has none")));
    }
  }

  private String named(Sample sample, Path folder) throws BadDataException {
    if (id == null) {
      if (!given.add(sample.id())) {
        throw new BadDataException(
            "two samples are called %s; name them by a column with --id".formatted(sample.id()));
      }
      return sample.id();
    }
    Object value = sample.value(id);
    if (value == null) {
      throw new BadDataException(
          "%s: column '%s' is empty; an entry needs an id".formatted(sample.id(), id));
    }
    return value instanceof Path path ? relative(folder, path) : value.toString();
  }

  private void folder(Path folder) throws BadDataException {
    InputPlan plan = onlyFile(folder);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(path -> !relative(folder, path).matches("(.*/)?\\..*"))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new BadDataException(folder + " cannot be read: " + FileFailure.reason(e), e);
    }
    if (files.isEmpty()) {
      throw new BadDataException("--data: there are no files in the folder " + folder);
    }
    for (Path file : files) {
      String name = relative(folder, file);
      if (!given.add(name)) {
        throw new BadDataException(
            "two files are called %s; give a table with a column for their ids".formatted(name));
      }
      samples.add(new Sample(name, Map.of(plan.column(), file.toAbsolutePath().normalize())));
    }
  }

  private InputPlan onlyFile(Path folder) throws BadDataException {
    boolean one =
        inputs.size() == 1
            && inputs.values().stream().allMatch(plan -> plan.reader().factory().readsFiles());
    if (!one || id != null) {
      throw new BadDataException(
          "--data: %s is a folder, which can be read where files are the only input and their names the ids; give a table with the columns of %s"
              .formatted(folder, String.join(", ", inputs.keySet())));
    }
    return inputs.values().iterator().next();
  }

  private static String relative(Path folder, Path file) {
    return folder
        .toAbsolutePath()
        .normalize()
        .relativize(file.toAbsolutePath().normalize())
        .toString()
        .replace('\\', '/');
  }
}
