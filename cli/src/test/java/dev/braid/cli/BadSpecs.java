package dev.braid.cli;

import java.io.IOException;
import java.util.List;

/** Command lines, specs and plugins that cannot be used. */
final class BadSpecs {

  private BadSpecs() {}

  static void addTo(Cases cases) {
    commandLine(cases);
    specFiles(cases);
    specs(cases);
    parts(cases);
  }

  private static void commandLine(Cases cases) {
    cases.section("The command line");
    cases.add("no command", work -> List.of());
    cases.add("an unknown command", work -> List.of("trian"));
    cases.add("a missing argument", work -> List.of("train"));
    cases.add("an option instead of `key=value`", work -> work.small("--epochs", "3"));
    cases.add("an option without its value", work -> List.of("evaluate", "runs/a/1", "--split"));
    cases.add("an override without `=`", work -> work.small("training.epochs"));
    cases.add("an override without a value", work -> work.small("training.epochs="));
    cases.add("an override of a list's element", work -> work.small("task.hidden.0=4"));
    cases.add("a misspelt override", work -> work.small("training.epoch=3"));
  }

  private static void specFiles(Cases cases) {
    cases.section("The spec as a file");
    cases.add(
        "no such file",
        work -> {
          work.file("model.yaml", "");
          return work.train(work.folder().resolve("modle.yaml"));
        });
    cases.add("a folder", work -> work.train(work.folder()));
    cases.add(
        "a binary file",
        work -> work.train(work.file("m.yaml", new byte[] {0x7f, 'E', (byte) 0xff})));
    cases.add("a file with a NUL in it", work -> work.train(work.file("m.yaml", "name: a\0b")));
    cases.add(
        "an empty file, or only comments", work -> work.train(work.file("m.yaml", "# nothing\n")));
    cases.add("a list", work -> work.train(work.file("m.yaml", "- 1\n")));
    cases.add("a tab", work -> work.spec("  question", "\tquestion"));
    cases.add("an open bracket", work -> work.spec("hidden: [8]", "hidden: [8"));
    cases.add(
        "a doubled key, YAML", work -> work.spec("fusion: concat", "fusion: concat\nfusion: sum"));
    cases.add(
        "a doubled key, JSON",
        work -> work.train(work.file("m.json", "{\"name\": \"a\",\n \"name\": \"b\"}")));
    cases.add(
        "a comma too much, JSON", work -> work.train(work.file("m.json", "{\"name\": \"a\",}")));
    cases.add(
        "anchors (a bomb of them, or one)",
        work -> work.train(work.file("m.yaml", "a: &a [x, x]\nb: [*a, *a]\n")));
    cases.add(
        "nested too deeply, JSON",
        work -> work.train(work.file("m.json", "{\"a\": " + "[".repeat(500))));
    cases.add("100 MB, YAML", work -> work.train(work.sparse("m.yaml", 100L << 20)));
    cases.add("100 MB, JSON", work -> work.train(work.sparse("m.json", 100L << 20)));
  }

  private static void specs(Cases cases) {
    cases.section("The spec");
    cases.add("a misspelt key", work -> work.spec("fusion: concat", "fusoin: concat"));
    cases.add("a misspelt option", work -> work.spec("hidden: [8]", "hiden: [8]"));
    cases.add("a wrong type", work -> work.spec("epochs: 2", "epochs: two"));
    cases.add("a value out of bounds", work -> work.spec("batch: 32", "batch: 0"));
    cases.add("an unknown part", work -> work.spec("fusion: concat", "fusion: concatt"));
    cases.add("an encoder of another modality", work -> work.spec("type: bag", "type: cnn"));
    cases.add("a missing section", work -> work.spec("fusion: concat", ""));
    cases.add("a name that can be no folder", work -> work.spec("name: small", "name: größe"));
    cases.add("a column that is not there", work -> work.spec("target: answer", "target: anser"));
  }

  private static void parts(Cases cases) {
    cases.section("Plugins");
    cases.add(
        "two parts with one name",
        work -> work.small("--plugins", plugin(work, Strangers.Twin.class.getName())));
    cases.add(
        "a class that fails to load",
        work -> work.small("--plugins", plugin(work, "dev.example.Gone"), "fusion=gone"));
    cases.add(
        "no such file",
        work -> work.small("--plugins", work.folder().resolve("parts.jar").toString()));
    cases.add(
        "a file that is no jar",
        work -> work.small("--plugins", work.file("parts.jar", "text").toString()));
  }

  private static String plugin(Workspace work, String type) throws IOException {
    return Strangers.register(work.folder().resolve("plugin"), type).toString();
  }
}
