package dev.braid.core.inspect;

import dev.braid.core.CorePlugin;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table of nine and five rows with one fault of each kind. */
final class SmallTable {

  private static final String SPEC =
      """
      name: small
      data: {type: table, train: train.jsonl, test: test.jsonl}
      inputs:
        words: {modality: text, encoder: bag, augment: [shuffle-words]}
        picture: {modality: image, encoder: cnn, augment: [noise]}
      fusion: concat
      task: qa
      training: {validation: 0}
      """;

  static final String TRAIN =
      """
      {"words": "red dot", "picture": "1.raw", "answer": "yes"}
      {"words": "red dot", "picture": "2.raw", "answer": "no"}
      {"words": "blue dot", "picture": "1.raw", "answer": "yes"}
      {"words": "red dot", "answer": "yes"}
      {"words": "a b c d e f", "picture": "3.raw", "answer": "yes"}
      {"words": "red dot", "picture": "1.raw", "answer": "no"}
      {"words": "red dot", "picture": "2.raw", "answer": "no"}
      {"words": "red dot", "picture": "damaged.raw", "answer": "yes"}
      {"words": "blue dot", "picture": "1.raw"}
      """;

  static final String TEST =
      """
      {"words": "red dot", "picture": "copy-of-1.raw", "answer": "yes"}
      {"words": "green <dot>", "picture": "5.raw", "answer": "maybe"}
      {"answer": "yes"}
      {"words": "red dot", "answer": "no"}
      {"words": "red", "answer": "yes"}
      """;

  private SmallTable() {}

  /** An empty test table is none. */
  static Subject in(Path folder, String train, String test, String... changes) throws Exception {
    Files.writeString(folder.resolve("train.jsonl"), train);
    Files.writeString(folder.resolve("test.jsonl"), test);
    for (int i = 1; i <= 5; i++) {
      picture(folder, i + ".raw", 12, i);
    }
    picture(folder, "copy-of-1.raw", 12, 1);
    picture(folder, "damaged.raw", 5, 4);
    CheckedSpec spec =
        SpecChecker.check(
            Overrides.apply(
                SpecReader.parse(
                    test.isEmpty() ? SPEC.replace(", test: test.jsonl", "") : SPEC, "m.yaml"),
                List.of(changes)),
            PartCatalog.of(List.of(new CorePlugin(), new PlainParts())));
    return Subject.open(spec, folder, folder.resolve("cache"));
  }

  private static void picture(Path folder, String name, int bytes, int value) throws IOException {
    byte[] content = new byte[bytes];
    java.util.Arrays.fill(content, (byte) (20 * value));
    Files.write(folder.resolve(name), content);
  }
}
