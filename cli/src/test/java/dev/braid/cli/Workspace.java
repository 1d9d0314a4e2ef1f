package dev.braid.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of one case, with what most cases need. */
record Workspace(Path folder, Path trained) {

  static final String SPEC =
      """
      name: small
      data: {type: shapes, pictures: 60, test_pictures: 12, questions: 2, kinds: [colour], size: 32, max_shapes: 1}
      inputs:
        question: {modality: text, encoder: {type: bag, width: 8}}
        picture: {modality: image, reader: {size: 32}, encoder: {type: cnn, channels: [4, 8], width: 8}}
      fusion: concat
      task: {type: qa, target: answer, hidden: [8]}
      training: {epochs: 2, batch: 32, group_by: picture, threads: 1}
      """;

  private static final String TABLE =
      """
      data: {type: table, train: train.jsonl}
      inputs:
        question: {modality: text, encoder: {type: bag, width: 8}}
        picture: {modality: image, reader: {size: 8}, encoder: {type: cnn, channels: [4], width: 8}}
      fusion: concat
      task: qa
      training: {epochs: 1, validation: 0, threads: 1}
      """;

  Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  Path sparse(String name, long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(bytes);
    }
    return folder.resolve(name);
  }

  /** The arguments that train a spec file. */
  List<String> train(Path spec, String... more) {
    return Stream.concat(
            Stream.of("train", spec.toString(), "--runs", folder.resolve("runs").toString()),
            Stream.of(more))
        .toList();
  }

  /** Trains the small spec with one text replaced. */
  List<String> spec(String old, String text) throws IOException {
    if (!SPEC.contains(old)) {
      throw new IllegalArgumentException(old);
    }
    return train(file("m.yaml", SPEC.replace(old, text)));
  }

  /** Trains the small spec, changed on the command line. */
  List<String> small(String... more) throws IOException {
    return train(file("m.yaml", SPEC), more);
  }

  /** Trains on a table of these lines, changed on the command line. */
  List<String> table(String lines, String... more) throws IOException {
    file("train.jsonl", lines);
    return train(file("m.yaml", TABLE), more);
  }

  /** Goes on with a run. */
  List<String> resume(Path run, String... more) {
    return Stream.concat(Stream.of("train", "--resume", run.toString()), Stream.of(more)).toList();
  }

  /** Trains the spec of a run again. */
  List<String> replay(Path run, String... more) {
    return Stream.concat(
            Stream.of("train", "--replay", run.toString()),
            Stream.concat(Stream.of("--runs", folder.resolve("runs").toString()), Stream.of(more)))
        .toList();
  }

  List<String> predict(String... more) {
    return Stream.concat(Stream.of("predict", trained.toString()), Stream.of(more)).toList();
  }

  List<String> evaluate(Path run, String... more) {
    return Stream.concat(Stream.of("evaluate", run.toString()), Stream.of(more)).toList();
  }

  /** A copy of the trained run. */
  Path copy() throws IOException {
    return copy("runs/small/1");
  }

  /** A copy of the trained run in a folder. */
  Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> walk = Files.walk(trained)) {
      for (Path path : walk.sorted().toList()) {
        Path target = copy.resolve(trained.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return copy;
  }

  /** The weights of a run with one checkpoint. */
  static Path weights(Path run) throws IOException {
    try (Stream<Path> walk = Files.walk(run)) {
      return walk.filter(path -> path.endsWith("model.safetensors")).findFirst().orElseThrow();
    }
  }
}
