package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.run.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code braid parity} over golden files as they are, and with one thing in them changed. */
class ParityCommandTest {

  private static final Path OWN = Path.of("../fusion/src/test/resources/golden");
  private static final Path SHARED = Path.of("../../shared/reference/golden");

  private final NDManager manager = NDManager.newBaseManager();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theFilesOfThisRepositoryAgree() throws IOException {
    Ran ran = Ran.braid("parity", OWN.toString());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().toList())
        .hasSize(files(OWN).size() + 2)
        .endsWith(files(OWN).size() + " passed, 0 failed")
        .first()
        .asString()
        .matches("operator +case +output +input gradients +parameter gradients +result");
    assertThat(ran.out()).containsPattern("mlb +bare +\\S+ +\\S+ +\\S+ +pass\n");
  }

  @Test
  void theSharedFilesOfTheBuiltInOperatorsAgree() throws IOException {
    assumeTrue(
        Files.isDirectory(SHARED), "the shared reference files are not beside this checkout");
    List<String> built = PartCatalog.discover(getClass().getClassLoader()).names(PartKind.FUSION);
    List<String> arguments = new ArrayList<>(List.of("parity"));
    files(SHARED).stream()
        .filter(file -> built.contains(name(file).split("\\.")[0]))
        .forEach(file -> arguments.add(file.toString()));

    Ran ran = Ran.braid(arguments.toArray(String[]::new));

    assertThat(arguments).hasSizeGreaterThan(20);
    assertThat(ran.out()).endsWith((arguments.size() - 1) + " passed, 0 failed\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void aValueThatDiffersFails() throws IOException {
    Path file = golden("mlb.bare").set("output", "0, 1", 100).write("one");
    Ran ran = Ran.braid("parity", file.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .containsPattern("mlb +bare +1\\.0e\\+02 +\\S+ +\\S+ +fail\n")
        .containsPattern("mlb bare: output\\[0, 1] is -?[0-9.E-]+, in the file 100\\.0\n")
        .endsWith("0 passed, 1 failed\n");
    assertThat(Ran.braid("parity", "--atol", "200", file.toString()).code()).isZero();
    assertThat(Ran.braid("parity", "--rtol", "3", file.toString()).code()).isZero();
  }

  @Test
  void gradientsThatDifferFailEachInTheirColumn() throws IOException {
    Path inputs = golden("mlb.bare").set("grad.input.text", "...", Float.NaN).write("inputs");
    assertThat(Ran.braid("parity", inputs.toString()).out())
        .containsPattern("mlb +bare +\\S+e-0\\d +NaN +\\S+e-0\\d +fail\n")
        .contains("mlb bare: grad.input.text[0, 0] is ", "in the file NaN (12 values differ)\n");
    Path weights = golden("mlb.bare").set("grad.param.output.bias", "...", 50f).write("weights");
    assertThat(Ran.braid("parity", weights.toString()).out())
        .containsPattern("mlb +bare +\\S+e-0\\d +\\S+e-0\\d +\\d\\.\\de\\+01 +fail\n");
  }

  @Test
  void outputsAloneCanBeCompared() throws IOException {
    Golden golden = golden("mcb.four-missing");
    golden.tensors.keySet().removeIf(name -> name.startsWith("grad.") || name.equals("cotangent"));
    Ran ran = Ran.braid("parity", golden.write("forward").toString());

    assertThat(ran.out()).containsPattern("mcb +four-missing +\\S+ +- +- +pass\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void oneBrokenFileDoesNotHideTheOthers() throws IOException {
    golden("mlb.bare").set("output", "...", 9f).write("b-differs");
    golden("mlb.bare").write("c-agrees");
    Files.writeString(folder.resolve("a-broken.safetensors"), "this is a text and no tensor");
    Ran ran = Ran.braid("parity", folder.toString(), folder.resolve("absent").toString());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out())
        .containsPattern("- +a-broken.safetensors +- +- +- +error\n")
        .containsPattern("mlb +bare .* fail\n")
        .containsPattern("mlb +bare .* pass\n")
        .endsWith("1 passed, 1 failed, 2 could not be compared\n");
    assertThat(ran.err().lines().toList())
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .startsWith(folder.resolve("a-broken.safetensors") + " is damaged: its header")
                  .endsWith("; a golden file is a safetensors file");
              assertThat(lines.get(1))
                  .isEqualTo("there is no file or folder " + folder.resolve("absent"));
            });
  }

  private static final Path EXAMPLES = Path.of("../tasks/src/test/resources/golden");

  @Test
  void everyMeasureAgreesWithItsExample() {
    Ran ran = Ran.braid("parity", EXAMPLES.toString());

    int measures = PartCatalog.discover(getClass().getClassLoader()).names(PartKind.METRIC).size();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .containsPattern("vqa_normalise +1 +0 +- +- +pass\n")
        .endsWith(measures + " passed, 0 failed\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void theSharedExamplesOfMeasuresAgree() {
    Path examples = SHARED.resolve("metrics.json");
    assumeTrue(
        Files.isRegularFile(examples), "the shared reference files are not beside this checkout");
    Ran ran = Ran.braid("parity", examples.toString());

    assertThat(ran.out()).endsWith("15 passed, 0 failed\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void figuresAndTextsThatDifferFail() throws IOException {
    String input = "\"input\": {\"texts\": [\"The cat\", \"2\"]}";
    String figures =
        "\"metric\": \"regression\", \"input\": {\"truth\": [1, 2], \"predicted\": [1, 4]}";
    Files.writeString(
        folder.resolve("metrics.json"),
        "[{\"metric\": \"vqa_normalise\", %s, \"expected\": [\"cat\", \"two\"]},".formatted(input)
            + "{\"metric\": \"vqa_normalise\", %s, \"expected\": [\"cat\"]},".formatted(input)
            + "{%s, \"expected\": {\"mean_absolute_error\": 1.00000001, \"mse\": 2}},"
                .formatted(figures)
            + "{%s, \"expected\": {\"mean_absolute_error\": 1.0000000001}}]".formatted(figures));
    Ran ran = Ran.braid("parity", folder.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains(
            "vqa_normalise 1: [1] is '2', in the file 'two'\n",
            "vqa_normalise 2: it is 2 values long, in the file 1 long\n",
            "regression 1: mean_absolute_error is 1.0, in the file 1.00000001 (2 values differ)\n")
        .containsPattern("regression +2 +1\\.0e-10 +- +- +pass\n")
        .endsWith("1 passed, 3 failed\n");
  }

  @Test
  void examplesThatCannotBeMeasuredDoNotHideTheOthers() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.json"),
            """
            [{"metric": "blue", "input": {}, "expected": {}},
             {"metric": "bleu", "input": {"candidates": ["a"], "references": []}, "expected": {}},
             {"metric": "bleu"},
             {"metric": "bleu", "input": {"candidates": ["a"], "references": [["a"]]},
              "expected": {"bleu-1": 1}}]
            """);
    Ran ran = Ran.braid("parity", file.toString());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).endsWith("1 passed, 0 failed, 3 could not be compared\n");
    assertThat(ran.err().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        file + ":1:13 blue: unknown metric 'blue'; did you mean 'bleu'? Known: "),
            line ->
                assertThat(line)
                    .isEqualTo(
                        file
                            + ":2:66 bleu.references: has length 0, where candidates has 1;"
                            + " they belong together one by one"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        file + ":3:2: an example is a mapping with metric, input, expected"));
    Files.writeString(file, "{}");
    assertThat(Ran.braid("parity", file.toString()).err())
        .isEqualTo(file + ":1:1: wants a list of mappings with metric, input, expected\n");
    Files.writeString(file, "[");
    assertThat(Ran.braid("parity", file.toString()).err()).contains(": not JSON: ");
  }

  @Test
  void anEmptyFolderIsNoSuccess() {
    Ran ran = Ran.braid("parity", folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo(folder + " holds no file *.safetensors and no metrics.json\n");
  }

  @Test
  void aToleranceBelowZeroIsRefused() {
    Ran ran = Ran.braid("parity", "--atol=-1", OWN.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo("--rtol 1.0E-4 --atol -1.0: a tolerance is a number from 0\n");
  }

  @Test
  void anUnknownOperatorNamesTheNearest() throws IOException {
    refused(
        golden("mlb.bare").metadata("operator", "mlbb"),
        " fusion: unknown fusion 'mlbb'; did you mean 'mlb'? Known: mlb, ");
  }

  @Test
  void aMisspeltOptionIsRefusedAsInASpec() throws IOException {
    refused(
        golden("mlb.bare").metadata("options", "{\"hiden\": 3, \"output\": 5}"),
        " options:1:2 fusion.hiden: unknown option of fusion 'mlb'; did you mean 'hidden'?"
            + " Known: activation_input, activation_output, hidden, normalize, output");
    refused(
        golden("mlb.bare").metadata("options", "{\"hidden\": 0}"),
        " options:1:12 fusion.hidden: must be between 1 and 65536, not 0");
    refused(
        golden("mlb.bare").metadata("options", "[]"),
        " options:1:1: wants a mapping such as {\"a\": 1}");
  }

  @Test
  void metadataThatIsMissingIsNamed() throws IOException {
    Golden golden = golden("mlb.bare");
    golden.metadata.remove("options");
    refused(golden, ": its metadata has no 'options'; it needs operator, options and modalities");
    refused(
        golden("mlb.bare").metadata("modalities", "[\"text\", \"text\"]"),
        ": its metadata 'modalities' is [\"text\", \"text\"], not a JSON list of different names");
    refused(
        golden("mlb.bare").metadata("modalities", "[\"text\", \"sound\"]"),
        ": it has no tensor 'input.sound'");
  }

  @Test
  void parametersThatDoNotFitShowBothSides() throws IOException {
    Golden golden = golden("mlb.bare");
    golden.rename("param.projection.text.bias", "param.projection.txt.bias");
    golden.tensors.put("param.output.weight", manager.zeros(shape(3, 5)));
    golden.tensors.remove("grad.param.output.bias");
    Ran ran = refused(golden, ": it does not fit the operator 'mlb':\n");
    assertThat(ran.err().lines().skip(1).toList())
        .containsExactlyInAnyOrder(
            "  param.projection.text.bias: not in the file, [3] in the operator",
            "  param.projection.txt.bias: [3] in the file, not in the operator; did you mean"
                + " 'param.projection.text.bias'?",
            "  param.output.weight: [3, 5] in the file, [5, 3] in the operator",
            "  grad.param.output.bias: not in the file, [5] in the operator");
  }

  @Test
  void tensorsThatDoNotFitTheOperatorAreNamed() throws IOException {
    Golden golden = golden("mlb.bare");
    golden.tensors.put("input.text", manager.zeros(shape(3, 2, 4)));
    golden.tensors.put("mask.image", manager.zeros(shape(3), DataType.UINT8));
    Ran ran = refused(golden, ": it does not fit the operator 'mlb':\n");
    assertThat(ran.err())
        .contains(
            "  input.text: [3, 2, 4] in the file, [samples, width] for the operator\n",
            "  mask.image: [3] in the file, not in the operator");
    refused(
        golden("mlb.four-missing").set("present.audio", "...", 2),
        ": it does not fit the operator 'mlb':\n  present.audio: values other than 0 and 1\n");
    Golden output = golden("mlb.bare");
    output.tensors.put("output", manager.zeros(shape(3, 2)));
    output.tensors.put("cotangent", manager.zeros(shape(3, 2)));
    refused(output, ": output: [3, 2] in the file, [3, 5] from the operator\n");
  }

  @Test
  void fixedHashesMustBeWholeNumbersInRange() throws IOException {
    refused(
        golden("mcb.four-missing").set("param.hash.text", "...", 3),
        ": the operator failed: a hash is 3, but a sketch of 3 has places 0 to 2\n");
    Golden golden = golden("mcb.four-missing");
    golden.tensors.put("param.hash.text", manager.zeros(shape(5)));
    refused(golden, ": param.hash.text: float32 in the file, int64 in the operator\n");
  }

  private Ran refused(Golden golden, String message) throws IOException {
    Path file = golden.write("refused");
    Ran ran = Ran.braid("parity", file.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith(file + message).doesNotContain("\tat ");
    assertThat(ran.out()).endsWith("0 passed, 0 failed, 1 could not be compared\n");
    return ran;
  }

  private Golden golden(String name) throws IOException {
    Safetensors.Content content = Safetensors.readAll(OWN.resolve(name + ".safetensors"), manager);
    return new Golden(
        new LinkedHashMap<>(content.arrays()), new LinkedHashMap<>(content.metadata()));
  }

  /** A golden file to be changed. */
  private final class Golden {

    private final Map<String, NDArray> tensors;
    private final Map<String, String> metadata;

    Golden(Map<String, NDArray> tensors, Map<String, String> metadata) {
      this.tensors = tensors;
      this.metadata = metadata;
    }

    Golden set(String name, String index, Number value) {
      Objects.requireNonNull(tensors.get(name)).set(new NDIndex(index), value);
      return this;
    }

    Golden metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    void rename(String name, String other) {
      tensors.put(other, Objects.requireNonNull(tensors.remove(name)));
    }

    Path write(String name) throws IOException {
      Path file = folder.resolve(name + ".safetensors");
      Safetensors.write(file, tensors, metadata);
      return file;
    }
  }

  private static Shape shape(long... sizes) {
    return new Shape(sizes);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(file -> name(file).endsWith(".safetensors")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
