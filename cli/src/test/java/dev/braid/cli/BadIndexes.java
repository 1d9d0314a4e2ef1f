package dev.braid.cli;

import dev.braid.api.model.Side;
import dev.braid.core.index.IndexManifest;
import dev.braid.core.index.IndexUpdate;
import dev.braid.core.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Indexes and searches that go wrong before a model is needed. */
final class BadIndexes {

  private BadIndexes() {}

  static void addTo(Cases cases) {
    cases.section("`braid index`");
    cases.add(
        "a run whose model makes no vectors",
        work -> {
          String data = work.file("d.csv", "picture\n").toString();
          return index(work.trained(), "--data", data, "--out", work.folder() + "/i");
        });
    cases.add("no samples", work -> index(work.trained(), "--out", work.folder() + "/i"));
    cases.add("samples, but nowhere to put them", work -> index(made(work), "--data", "d.csv"));
    cases.add("two things at once", work -> index(made(work), "--delete", "a", "--check"));
    cases.add("an entry that is not there", work -> index(made(work), "--delete", "c"));
    cases.add("no such index", work -> index(work.folder().resolve("i"), "--check"));
    cases.add(
        "it is written by another process",
        work -> {
          Path index = made(work);
          IndexUpdate.open(index); // until this process ends
          return index(index, "--delete", "a");
        });

    cases.section("`braid search`");
    cases.add("nothing to look for", work -> search(made(work)));
    cases.add("no entries wanted", work -> search(made(work), "--text", "a", "--top", "0"));
    cases.add(
        "candidates, but nothing that judges them",
        work -> search(made(work), "--text", "a", "--candidates", "20"));
    cases.add("no such index", work -> search(work.folder().resolve("i"), "--text", "a"));
    cases.add("a run instead of an index", work -> search(work.trained(), "--text", "a"));
    cases.add("a file of the index is missing", work -> search(damaged(work), "--text", "a"));
    cases.add(
        "an index without entries",
        work -> {
          Path index = made(work);
          try (IndexUpdate update = IndexUpdate.open(index)) {
            update.delete(List.of("a", "b"));
            update.commit();
          }
          return search(index, "--text", "a");
        });
    cases.add("a filter that is none", work -> search(made(work), "--text", "a", "--where", "red"));
    cases.add(
        "a filter by a field that no entry has",
        work -> search(made(work), "--text", "a", "--where", "color=red"));
    cases.add(
        "the run has other weights now",
        work -> {
          Path index = made(work);
          ColourModel.run(work.folder().resolve("run"), "other weights");
          return search(index, "--text", "a");
        });
    cases.add(
        "the run is no longer there",
        work -> {
          Path index = made(work);
          Files.move(work.folder().resolve("run"), work.folder().resolve("moved"));
          return search(index, "--text", "a");
        });
  }

  private static List<String> index(Path first, String... more) {
    return arguments("index", first, more);
  }

  private static List<String> search(Path index, String... more) {
    return arguments("search", index, more);
  }

  private static List<String> arguments(String command, Path first, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, first.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** An index with two entries. */
  private static Path made(Workspace work) throws Exception {
    Path run = ColourModel.run(work.folder().resolve("run"), "weights");
    Path index = work.folder().resolve("index");
    String weights = new RunDirectory(run).checkpoints().bestWeights();
    try (IndexUpdate update =
        IndexUpdate.create(index, IndexManifest.of(index, run, weights, Side.TARGET, 2, 50_000))) {
      update.put("a", new float[] {1, 0}, Map.of("colour", "red"));
      update.put("b", new float[] {0, 1}, Map.of("colour", "blue"));
      update.commit();
    }
    return index;
  }

  private static Path damaged(Workspace work) throws Exception {
    Path index = made(work);
    try (Stream<Path> list = Files.list(index)) {
      Files.delete(list.filter(path -> path.toString().endsWith(".fdt")).findFirst().orElseThrow());
    }
    return index;
  }
}
