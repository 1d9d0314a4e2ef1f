package dev.braid.testkit.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Passage;
import dev.braid.core.data.HostBatch;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** A small model with a batch of made-up texts and pictures, run part by part on any manager. */
final class Specimen {

  private static final String SPEC =
      """
      name: specimen
      data: {type: shapes}
      inputs:
        question: {modality: text, encoder: %s}
        picture: {modality: image, reader: {size: %d}, encoder: %s}
      fusion: %s
      task: {type: qa, %s}
      """;

  private final Composition composition;
  private final HostBatch batch;

  /** What its parts are, in a spec's words. */
  record Parts(String text, int size, String image, String fusion, String task) {}

  /** A batch of samples that are all different, the longest text of this many words. */
  Specimen(Parts parts, int samples, int words) throws Exception {
    Path file = Files.createTempFile("specimen", ".yaml");
    try {
      Files.writeString(
          file,
          SPEC.formatted(parts.text(), parts.size(), parts.image(), parts.fusion(), parts.task()));
      CheckedSpec spec =
          SpecChecker.check(
              SpecReader.read(file), PartCatalog.discover(Specimen.class.getClassLoader()));
      composition = new Composition(spec);
    } finally {
      Files.delete(file);
    }
    List<Sample> rows =
        IntStream.range(0, samples)
            .mapToObj(
                i ->
                    new Sample(
                        "row " + i, Map.of("question", text(i, words), "answer", "a" + i % 5)))
            .toList();
    Reader texts = Objects.requireNonNull(composition.readers().get("question"));
    texts.fit(rows.stream().map(row -> row.value("question")).toList());
    composition.task().fit(rows);
    Random random = new Random(1);
    List<Feature> questions = new ArrayList<>();
    List<Feature> pictures = new ArrayList<>();
    for (Sample row : rows) {
      questions.add(texts.read(Objects.requireNonNull(row.value("question"))));
      byte[] pixels = new byte[3 * parts.size() * parts.size()];
      random.nextBytes(pixels);
      pictures.add(new Feature.Bytes(pixels, 3, parts.size(), parts.size()));
    }
    int[] index = IntStream.range(0, samples).toArray();
    Map<String, HostBatch.Column> inputs = new LinkedHashMap<>();
    inputs.put("question", new HostBatch.Column(questions, index));
    inputs.put("picture", new HostBatch.Column(pictures, index));
    batch = new HostBatch(rows, inputs);
  }

  private static String text(int row, int words) {
    int length = Math.max(1, words - row % words);
    StringBuilder text = new StringBuilder("w" + row);
    IntStream.range(1, length).forEach(i -> text.append(" word").append(i));
    return text.toString();
  }

  BraidModel model() {
    return composition.model();
  }

  /** What each part yields, after each of which it calls back. */
  Map<String, NDArray> run(NDManager manager, Step after) throws Exception {
    Map<String, NDArray> results = new LinkedHashMap<>();
    NDList targets = composition.task().targets(batch.samples(), true, manager);
    Passage pass = model().pass(batch, manager, true, targets, 0);
    for (String input : batch.inputs().keySet()) {
      Encoding encoding = pass.encoding(input);
      put(results, input, encoding);
      after.after(input);
    }
    Encoding fused = pass.fused();
    put(results, "fusion", fused);
    after.after("fusion");
    NDArray loss = composition.task().loss(pass.outputs(), targets);
    results.put("head loss", loss);
    after.after("head");
    return results;
  }

  private static void put(Map<String, NDArray> results, String name, Encoding encoding) {
    put(results, name + " tokens", encoding.tokens());
    put(results, name + " mask", encoding.mask());
    put(results, name + " pooled", encoding.pooled());
    put(results, name + " present", encoding.present());
  }

  private static void put(
      Map<String, NDArray> results, String name, @org.jspecify.annotations.Nullable NDArray array) {
    if (array != null) {
      results.put(name, array);
    }
  }

  /** Called when a part is done. */
  @FunctionalInterface
  interface Step {
    void after(String part) throws Exception;
  }
}
