package dev.braid.core.parity;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.nn.Tensors;
import dev.braid.core.check.CheckedFusion;
import dev.braid.core.compose.Maker;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the operator that a golden file names, gives it the file's weights and inputs, and
 * compares its output and the gradients of sum(output * cotangent) with the file's. Nothing is
 * dropped out.
 */
public final class Parity {

  private final PartCatalog catalog;
  private final Tolerance tolerance;

  /** With the operators that can be named. */
  public Parity(PartCatalog catalog, Tolerance tolerance) {
    this.catalog = catalog;
    this.tolerance = tolerance;
  }

  /** Compares one file; what is wrong with it is part of the result. */
  public ParityResult run(Path file) {
    try (NDManager manager = NDManager.newBaseManager()) {
      GoldenFile golden = GoldenFile.read(file, manager);
      CheckedFusion checked = CheckedFusion.check(golden.fusion(), golden.inputs(), catalog);
      Form form = Maker.wants(checked.fusion());
      Fusion fusion = Maker.fusion(checked.fusion(), checked.inputs());
      GoldenShapes.check(golden, form, fusion.named());
      fusion.initialize(manager, 0);
      return compare(golden, fusion, form);
    } catch (AccessDeniedException e) {
      return unusable(file, file + " may not be read; check its permissions", e);
    } catch (IOException e) {
      return unusable(file, e.getMessage() + "; a golden file is a safetensors file", e);
    } catch (SpecException | BadGoldenException e) {
      return unusable(file, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | LinkageError e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return unusable(file, file + ": the operator failed: " + reason, e);
    }
  }

  private static ParityResult unusable(Path file, String message, Throwable cause) {
    return new ParityResult.Unusable(file, message, cause);
  }

  private ParityResult compare(GoldenFile golden, Fusion fusion, Form form)
      throws BadGoldenException {
    for (Map.Entry<String, Parameter> entry : fusion.named().entrySet()) {
      NDArray target = entry.getValue().getArray();
      NDArray value = golden.tensor("param." + entry.getKey());
      if (value.getDataType() != target.getDataType()) {
        throw new BadGoldenException(
            golden.file(),
            "param.%s: %s in the file, %s in the operator"
                .formatted(entry.getKey(), value.getDataType(), target.getDataType()));
      }
      target.setRequiresGradient(false);
      target.set(new NDIndex("..."), value);
      target.setRequiresGradient(entry.getValue().requiresGradient());
    }
    Map<String, NDArray> values = new LinkedHashMap<>();
    Map<String, Encoding> inputs = new LinkedHashMap<>();
    for (String m : golden.inputs().names()) {
      NDArray x = golden.tensor("input." + m);
      x.setRequiresGradient(true);
      values.put(m, x);
      inputs.put(
          m, encoding(x, form, golden.find((form == Form.TOKENS ? "mask." : "present.") + m)));
    }
    Difference output;
    NDArray cotangent = golden.find("cotangent");
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding fused = fusion.fuse(inputs, false);
      NDArray result = result(golden, fused);
      output = difference(golden, "output", result).and(mask(golden, fused));
      if (cotangent != null) {
        collector.backward(result.mul(cotangent).sum());
      }
    }
    if (cotangent == null) {
      return new ParityResult.Compared(
          golden.file(), golden.operator(), golden.name(), output, null, null);
    }
    Difference given = Difference.NONE;
    for (Map.Entry<String, NDArray> entry : values.entrySet()) {
      given = given.and(gradient(golden, "grad.input." + entry.getKey(), entry.getValue()));
    }
    Difference trained = null;
    for (Map.Entry<String, Parameter> entry : fusion.named().entrySet()) {
      if (entry.getValue().requiresGradient()) {
        Difference one =
            gradient(golden, "grad.param." + entry.getKey(), entry.getValue().getArray());
        trained = trained == null ? one : trained.and(one);
      }
    }
    return new ParityResult.Compared(
        golden.file(), golden.operator(), golden.name(), output, given, trained);
  }

  private static Encoding encoding(NDArray x, Form form, @Nullable NDArray given) {
    Shape shape = x.getShape();
    NDArray real =
        given == null
            ? x.getManager().ones(shape.slice(0, shape.dimension() - 1), DataType.BOOLEAN)
            : given.toType(DataType.BOOLEAN, false);
    return form == Form.TOKENS
        ? Encoding.ofTokens(x, real, Tensors.anyReal(real))
        : Encoding.ofPooled(x, real);
  }

  /** The form of the output that the file has. */
  private static NDArray result(GoldenFile golden, Encoding fused) throws BadGoldenException {
    Shape wanted = golden.tensor("output").getShape();
    NDArray result = wanted.dimension() == 3 ? fused.tokens() : fused.pooled();
    if (result == null || !result.getShape().equals(wanted)) {
      NDArray other = fused.pooled() != null ? fused.pooled() : fused.requireTokens();
      throw new BadGoldenException(
          golden.file(),
          "output: %s in the file, %s from the operator"
              .formatted(
                  GoldenShapes.words(wanted),
                  GoldenShapes.words(result == null ? other.getShape() : result.getShape())));
    }
    return result;
  }

  private Difference mask(GoldenFile golden, Encoding fused) throws BadGoldenException {
    NDArray wanted = golden.find("output_mask");
    if (wanted == null) {
      return Difference.NONE;
    }
    if (fused.mask() == null || golden.tensor("output").getShape().dimension() != 3) {
      throw new BadGoldenException(
          golden.file(), "output_mask: in the file, but the output is one vector a sample");
    }
    return difference(golden, "output_mask", fused.mask());
  }

  private Difference gradient(GoldenFile golden, String name, NDArray array)
      throws BadGoldenException {
    try (NDArray gradient = array.hasGradient() ? array.getGradient() : array.zerosLike()) {
      return difference(golden, name, gradient);
    }
  }

  private Difference difference(GoldenFile golden, String name, NDArray actual)
      throws BadGoldenException {
    NDArray expected = golden.tensor(name);
    return Difference.between(
        name, floats(actual), floats(expected), expected.getShape().getShape(), tolerance);
  }

  private static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }
}
