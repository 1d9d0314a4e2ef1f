package dev.braid.core.data.table;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.SourceFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The source {@code table}: see {@link Options}. */
public final class TableSource implements SourceFactory<TableSource.Options> {

  /** Options of {@code table}. */
  public record Options(
      @Option("table to learn from, relative to root") String train,
      @Option("table for validation; without it a part of train is cut off")
          @Nullable String validation,
      @Option("table of the test split") @Nullable String test,
      @Option("folder that the tables are in, relative to the spec; by default the spec's own")
          @Nullable String root,
      @Option("by default the file's ending decides") @Nullable Format format,
      @Option(
              "new column: an old one, its number where rows are lists, or a template such as"
                  + " \"images/{2}.png\"; by default the columns are as they are")
          @Nullable Map<String, String> columns,
      @Option(value = "only the first rows of each table", min = 1, max = 1e9)
          @Nullable Integer limit,
      @Option("column that says which sample a row of another table belongs to, such as id")
          @Nullable String key,
      @Option(
              "new column: a table with rows for the samples of all splits, relative to root; the"
                  + " column has all that a row holds besides the key")
          @Nullable Map<String, String> join) {}

  /** Ways to write a table. */
  public enum Format {
    /** A JSON object or list a line. */
    JSONL,
    /** One JSON list of objects or lists. */
    JSON,
    /** Comma-separated values with a header line. */
    CSV,
    /** Tab-separated values with a header line. */
    TSV
  }

  @Override
  public String type() {
    return "table";
  }

  @Override
  public String description() {
    return "rows of JSONL, JSON, CSV or TSV files; columns are texts, numbers or files";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.key() == null && options.join() != null) {
      problems.add("key", "is missing; it names the column by which join finds rows, such as id");
    }
    if (options.key() != null && options.join() == null) {
      problems.add("key", "goes with join, the tables whose rows it finds");
    }
  }

  @Override
  public Splits open(Options options, SourceContext context) throws BadDataException {
    Path root =
        options.root() == null
            ? context.base()
            : context.base().resolve(options.root()).normalize();
    Set<String> columns = new TreeSet<>();
    List<Sample> train = read(options, "train", options.train(), root, context, columns);
    List<Sample> validation =
        options.validation() == null
            ? null
            : read(options, "validation", options.validation(), root, context, columns);
    List<Sample> test =
        options.test() == null
            ? List.of()
            : read(options, "test", options.test(), root, context, columns);
    Splits splits = new Splits(columns, train, validation, test);
    return options.key() == null || options.join() == null
        ? splits
        : new JoinedTables(options.key(), options.join(), root, context.fileColumns()).to(splits);
  }

  private static List<Sample> read(
      Options options,
      String option,
      String name,
      Path root,
      SourceContext context,
      Set<String> columns)
      throws BadDataException {
    TableFile file = TableFile.find(root, name, "data." + option, options.format());
    RowMapping mapping = new RowMapping(file.path(), options.columns(), context.fileColumns());
    List<Sample> samples = file.read(mapping, options.limit());
    columns.addAll(mapping.columns());
    return samples;
  }
}
