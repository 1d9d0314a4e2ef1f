package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.FusionFactory;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Tensors;
import dev.braid.fusion.SafetensorsFile.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs and all gradients equal those of reference implementations, given the same weights. */
class FusionGoldenTest {

  private static final Path OWN = Path.of("src/test/resources/golden");
  private static final Path SHARED = Path.of("../../shared/reference/golden");
  private static final Set<String> OPERATORS =
      new FusionPlugin()
          .fusions().stream()
              .map(FusionFactory::type)
              .collect(Collectors.toCollection(TreeSet::new));

  static List<Path> own() {
    return files(OWN);
  }

  static List<Path> shared() {
    return Files.isDirectory(SHARED) ? files(SHARED) : List.of();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".safetensors"))
          .filter(f -> OPERATORS.contains(type(f)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("own")
  void equalsTheReference(Path file) throws IOException {
    compare(file);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("shared")
  void equalsTheSharedReference(Path file) throws IOException {
    compare(file);
  }

  @Test
  void ownReferenceCoversEveryOperator() {
    assertThat(types(own())).isEqualTo(OPERATORS);
  }

  @Test
  void sharedReferenceCoversEveryOperator() {
    assumeTrue(
        Files.isDirectory(SHARED), "the shared reference files are not beside this checkout");
    assertThat(types(shared())).isEqualTo(OPERATORS);
  }

  private static Set<String> types(List<Path> files) {
    return files.stream()
        .map(FusionGoldenTest::type)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String type(Path file) {
    return file.getFileName().toString().split("\\.")[0];
  }

  private static void compare(Path path) throws IOException {
    SafetensorsFile file = SafetensorsFile.read(path);
    Map<String, Tensor> tensors = file.tensors();
    String[] names =
        new ObjectMapper().readValue(file.metadata().get("modalities"), String[].class);
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String m : names) {
      long[] shape = tensors.get("input." + m).shape();
      widths.put(m, (int) shape[shape.length - 1]);
    }
    Operator operator =
        Operator.create(
            file.metadata().get("operator"),
            file.metadata().get("options"),
            new FusionInputs(widths));
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      operator.block().initialize(manager, 1);
      load(operator.block().named(), tensors, manager);
      Map<String, NDArray> values = new LinkedHashMap<>();
      Map<String, Encoding> inputs = new LinkedHashMap<>();
      for (String m : names) {
        NDArray x = array(tensors.get("input." + m), manager);
        x.setRequiresGradient(true);
        values.put(m, x);
        inputs.put(m, encoding(m, x, operator.form(), tensors));
      }
      Encoding fused = operator.block().fuse(inputs, false);
      Form form = tensors.containsKey("output_mask") ? Form.TOKENS : Form.POOLED;
      NDArray output = form == Form.TOKENS ? fused.requireTokens() : fused.requirePooled();
      collector.backward(output.mul(array(tensors.get("cotangent"), manager)).sum());

      assertThat(operator.output().forms()).containsExactly(form);
      assertThat(output.getShape().getShape()).endsWith(operator.width());
      List<String> differences = new ArrayList<>();
      if (form == Form.TOKENS) {
        NDArray mask = fused.requireMask().toType(DataType.FLOAT32, false);
        difference("output_mask", mask, tensors, differences);
      }
      difference("output", output, tensors, differences);
      values.forEach(
          (m, x) -> difference("grad.input." + m, x.getGradient(), tensors, differences));
      operator
          .block()
          .named()
          .forEach(
              (name, p) -> {
                if (p.requiresGradient()) {
                  difference(
                      "grad.param." + name, p.getArray().getGradient(), tensors, differences);
                } else {
                  assertThat(tensors).doesNotContainKey("grad.param." + name);
                }
              });
      assertThat(differences).isEmpty();
    }
  }

  /** Fails for a parameter that only one side has. */
  private static void load(
      Map<String, Parameter> parameters, Map<String, Tensor> tensors, NDManager manager) {
    List<String> stored =
        tensors.keySet().stream()
            .filter(name -> name.startsWith("param."))
            .map(name -> name.substring("param.".length()))
            .toList();
    assertThat(parameters.keySet()).containsExactlyInAnyOrderElementsOf(stored);
    parameters.forEach(
        (name, parameter) -> {
          NDArray value = array(tensors.get("param." + name), manager);
          assertThat(parameter.getArray().getShape()).as(name).isEqualTo(value.getShape());
          NDArray target = parameter.getArray();
          target.setRequiresGradient(false);
          value.toType(target.getDataType(), false).copyTo(target);
          target.setRequiresGradient(parameter.requiresGradient());
        });
  }

  private static Encoding encoding(String m, NDArray x, Form form, Map<String, Tensor> tensors) {
    Shape shape = x.getShape();
    Tensor given = tensors.get((form == Form.TOKENS ? "mask." : "present.") + m);
    NDArray real =
        given == null
            ? x.getManager().ones(shape.slice(0, shape.dimension() - 1))
            : array(given, x.getManager());
    real = real.toType(DataType.BOOLEAN, false);
    return form == Form.TOKENS
        ? Encoding.ofTokens(x, real, Tensors.anyReal(real))
        : Encoding.ofPooled(x, real);
  }

  private static NDArray array(Tensor tensor, NDManager manager) {
    return manager.create(tensor.values(), new Shape(tensor.shape()));
  }

  private static void difference(
      String name, NDArray actual, Map<String, Tensor> tensors, List<String> differences) {
    Tensor expected = tensors.get(name);
    assertThat(actual.getShape()).as(name).isEqualTo(new Shape(expected.shape()));
    float[] values = actual.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      float wanted = expected.values()[i];
      // Written so that a NaN counts as a difference.
      if (!(Math.abs(values[i] - wanted) <= 1e-5 + 1e-4 * Math.abs(wanted))) {
        differences.add(name + "[" + i + "]: " + values[i] + " instead of " + wanted);
      }
    }
  }
}
