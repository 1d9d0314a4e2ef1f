package dev.braid.cli;

import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Predictions, run directories and trainings that go wrong. */
final class BadRuns {

  /** Locks that nothing else refers to; the collector would release them. */
  private static final List<RunLock> HELD = new ArrayList<>();

  private BadRuns() {}

  static void addTo(Cases cases) {
    predicting(cases);
    runs(cases);
    resuming(cases);
    weights(cases);
    comparing(cases);
    folders(cases);
  }

  private static void predicting(Cases cases) {
    cases.section("`braid predict`");
    cases.add("no input at all", work -> work.predict());
    cases.add("an input the model lacks", work -> work.predict("--qestion", "what?"));
    cases.add("an input without a value", work -> work.predict("--question"));
    cases.add("an input twice", work -> work.predict("--question", "a", "--question", "b"));
    cases.add("an empty question", work -> work.predict("--question", " "));
    cases.add(
        "no such picture",
        work -> work.predict("--picture", work.folder().resolve("a.png").toString()));
    cases.add(
        "a picture that is a web page",
        work -> work.predict("--picture=" + work.file("a.png", "<html>")));
    cases.add("no answers wanted", work -> work.predict("--question", "what?", "--top", "0"));
    cases.add(
        "`--jsonl`: no such file",
        work -> work.predict("--jsonl", work.folder().resolve("q.jsonl").toString()));
    cases.add(
        "`--jsonl`: a broken line",
        work -> lines(work, "{\"question\": \"what?\"}\n{\"question\": \n"));
    cases.add(
        "`--jsonl`: a misspelt input",
        work -> lines(work, "{\"question\": \"what?\", \"pictur\": \"a.png\"}"));
    cases.add("`--jsonl`: a list", work -> lines(work, "{\"question\": [\"what?\"]}"));
    cases.add(
        "`--jsonl`: a doubled key",
        work -> lines(work, "{\"question\": \"a\", \"question\": \"b\"}"));
    cases.add("`--jsonl`: nothing in it", work -> lines(work, "\n"));
    cases.add(
        "`--jsonl`: not text",
        work -> work.predict("--jsonl", work.file("q.jsonl", new byte[] {(byte) 0xff}).toString()));
    cases.add(
        "`--out`: no such folder", work -> out(work, work.file("x", "").resolve("out.jsonl")));
    cases.add("`--out`: the disk is full", work -> out(work, Path.of("/dev/full")));
  }

  private static void runs(Cases cases) {
    cases.section("Run directories");
    cases.add("no such folder", work -> work.evaluate(work.folder().resolve("runs/small/7")));
    cases.add("a folder that is no run", work -> work.evaluate(work.folder()));
    cases.add("the folder above the runs", work -> work.evaluate(work.copy().getParent()));
    cases.add(
        "killed before its first checkpoint",
        work -> {
          Path run = work.copy();
          AtomicFiles.delete(run.resolve("checkpoints"));
          return work.evaluate(run);
        });
    cases.add(
        "a byte of the weights changed",
        work -> {
          Path run = work.copy();
          spoil(run);
          return work.evaluate(run);
        });
    cases.add(
        "weights cut off",
        work -> {
          Path run = work.copy();
          byte[] bytes = Files.readAllBytes(Workspace.weights(run));
          Files.write(Workspace.weights(run), Arrays.copyOf(bytes, 100));
          return work.evaluate(run);
        });
    cases.add("weights missing", work -> without(work, run -> Workspace.weights(run)));
    cases.add(
        "the manifest missing",
        work -> without(work, run -> Workspace.weights(run).resolveSibling("manifest.json")));
    cases.add(
        "the vocabulary missing",
        work -> without(work, run -> run.resolve("inputs/question/vocabulary.txt")));
    cases.add("the answers missing", work -> without(work, run -> run.resolve("task/answers.txt")));
    cases.add(
        "`best.json` cut off",
        work -> {
          Path run = work.copy();
          Files.writeString(run.resolve("checkpoints/best.json"), "{\"st");
          return work.evaluate(run);
        });
    cases.add(
        "another width in its `spec.yaml`",
        work -> {
          Path run = work.copy();
          Path spec = run.resolve("spec.yaml");
          Files.writeString(spec, Files.readString(spec).replaceFirst("width: 8", "width: 12"));
          return work.evaluate(run);
        });
    cases.add(
        "an override that makes another model",
        work -> work.evaluate(work.trained(), "fusion=sum"));
    cases.add(
        "other data without a column",
        work ->
            work.evaluate(
                work.trained(),
                "--data",
                work.file("q.csv", "question,picture\nwhat?,\n").toString()));
    cases.add(
        "other data that is not there",
        work -> work.evaluate(work.trained(), "--data", work.folder().resolve("q.csv").toString()));
    cases.add(
        "a split that the data lacks",
        work -> work.evaluate(work.trained(), "training.validation=0", "--split", "validation"));
    missing(cases, "an input that the model lacks", "pictur=0.5");
    missing(cases, "a fraction that is none", "picture=0.3,0.5x");
    missing(cases, "curves of two lengths", "picture=0,0.5,1,question=0,1");
    missing(cases, "no input", "0.5");
  }

  private static void resuming(Cases cases) {
    cases.section("`braid train --resume` and `--replay`");
    cases.add("no such run", work -> work.resume(work.folder().resolve("runs/small/7")));
    cases.add("both", work -> work.replay(work.trained(), "--resume", work.trained().toString()));
    cases.add(
        "a change of what is trained",
        work -> work.resume(work.copy(), "training.seed=8", "fusion=sum"));
    cases.add("a shorter training", work -> work.resume(work.copy(), "training.max_steps=1"));
    cases.add("other data", work -> work.resume(work.copy(), "training.epochs=2", "data.seed=2"));
    cases.add(
        "it is trained by another process",
        work -> {
          Path run = work.copy();
          HELD.add(RunLock.take(new RunDirectory(run)));
          return work.resume(run);
        });
    cases.add(
        "its environment is missing",
        work -> {
          Path run = work.copy();
          Files.delete(run.resolve("environment.json"));
          return work.resume(run);
        });
  }

  private static void weights(Cases cases) {
    cases.section("`weights`: starting from another run");
    cases.add("a run instead of a mapping", work -> work.small("weights=runs/pretrain/1"));
    cases.add("an empty list of parts", work -> from(work, work.trained(), "weights.parts=[]"));
    cases.add("no such run", work -> from(work, work.folder().resolve("runs/pretrain/7")));
    cases.add("a folder that is no run", work -> from(work, work.folder()));
    cases.add(
        "no best checkpoint",
        work -> fromBad(work, run -> AtomicFiles.delete(run.resolve("checkpoints"))));
    cases.add(
        "no checkpoint at all",
        work ->
            fromBad(
                work,
                run -> AtomicFiles.delete(run.resolve("checkpoints")),
                "weights.checkpoint=last"));
    cases.add("a byte of the weights changed", work -> fromBad(work, BadRuns::spoil));
    cases.add(
        "the vocabulary missing",
        work -> fromBad(work, run -> Files.delete(run.resolve("inputs/question/vocabulary.txt"))));
    cases.add(
        "a reader with other options",
        work -> from(work, work.trained(), "inputs.question.reader.max_length=5"));
    cases.add(
        "an encoder with other options",
        work -> from(work, work.trained(), "inputs.question.encoder.width=12"));
    cases.add(
        "a misspelt pattern",
        work -> from(work, work.trained(), "weights.parts=[encoders.qestion.*]"));
    cases.add(
        "inputs with other names",
        work ->
            from(
                work,
                work.trained(),
                "inputs={text: {modality: text, column: question, encoder: {type: bag, width: 8}}}",
                "training.group_by=null"));
  }

  private static void comparing(Cases cases) {
    cases.section("`braid data` and `braid compare`");
    cases.add("more samples than a page has room for", work -> on(work, "data", "--samples=5000"));
    cases.add("nothing that varies", work -> on(work, "compare"));
    cases.add("a key without values", work -> on(work, "compare", "--vary", "fusion"));
    cases.add(
        "no variant that can be checked",
        work -> on(work, "compare", "--vary", "fusion=concatt,summ"));
    cases.add(
        "no seed", work -> on(work, "compare", "--vary", "fusion=sum,concat", "--seeds", "0"));
    cases.add(
        "no trial at once",
        work -> on(work, "compare", "--vary", "fusion=sum,concat", "--jobs", "0"));
    cases.add(
        "`--resume`: no comparison",
        work -> List.of("compare", "--resume", work.trained().toString()));
  }

  /** A command on the small spec. */
  private static List<String> on(Workspace work, String command, String... more)
      throws IOException {
    Path spec = work.file("m.yaml", Workspace.SPEC);
    return Stream.concat(Stream.of(command, spec.toString()), Stream.of(more)).toList();
  }

  private interface Fault {
    void in(Path run) throws IOException;
  }

  private static List<String> fromBad(Workspace work, Fault fault, String... more)
      throws IOException {
    Path run = work.copy();
    fault.in(run);
    return from(work, run, more);
  }

  private static List<String> from(Workspace work, Path run, String... more) throws IOException {
    return work.small(
        Stream.concat(Stream.of("weights.run=" + run), Stream.of(more)).toArray(String[]::new));
  }

  private static void spoil(Path run) throws IOException {
    byte[] bytes = Files.readAllBytes(Workspace.weights(run));
    bytes[bytes.length - 1] ^= 1;
    Files.write(Workspace.weights(run), bytes);
  }

  private static void missing(Cases cases, String what, String value) {
    cases.add("`--missing`: " + what, work -> work.evaluate(work.trained(), "--missing", value));
  }

  private static void folders(Cases cases) {
    cases.section("While it trains");
    cases.add(
        "the folder of the runs cannot be written",
        work -> {
          Path file = work.file("file", "");
          return List.of(
              "train", work.file("m.yaml", Workspace.SPEC).toString(), "--runs", file.toString());
        });
    cases.addWithoutCache("the folder of the cache cannot be written", work -> work.small());
    cases.add(
        "the disk is full in the middle of a checkpoint",
        work -> {
          String checkpoints = work.folder().resolve("runs/small/1/checkpoints").toString();
          return faulty(work, "{type: full-disk, checkpoints: '" + checkpoints + "'}");
        });
    cases.add("the loss is no longer a number", work -> faulty(work, "{type: spoiling, at: 3}"));
    cases.add(
        "the last update of an epoch spoils the values",
        work -> faulty(work, "{type: spoiling, at: 4}"));
  }

  private static List<String> lines(Workspace work, String text) throws IOException {
    return work.predict("--jsonl", work.file("q.jsonl", text).toString());
  }

  private static List<String> out(Workspace work, Path file) throws IOException {
    String lines = work.file("q.jsonl", "{\"question\": \"what?\"}").toString();
    return work.predict("--jsonl", lines, "--out", file.toString());
  }

  private interface Part {
    Path of(Path run) throws IOException;
  }

  private static List<String> without(Workspace work, Part part) throws IOException {
    Path run = work.copy();
    Files.delete(part.of(run));
    return work.evaluate(run);
  }

  private static List<String> faulty(Workspace work, String optimizer) throws IOException {
    Path plugin = work.folder().resolve("plugin");
    Strangers.register(plugin, Strangers.Faulty.class.getName());
    return work.small("--plugins", plugin.toString(), "training.optimizer=" + optimizer);
  }
}
