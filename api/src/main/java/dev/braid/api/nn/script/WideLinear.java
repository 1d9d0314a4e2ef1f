package dev.braid.api.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code x weightᵀ + bias} as a 1x1 convolution, for which libtorch takes oneDNN, forward and
 * backward, and not MKL, which on some of AMD's processors reaches half of its speed.
 *
 * <p>Measured on one core of an AMD EPYC of family 26 (Zen 5), {@code [rows, in] x [in, out]}
 * forward and backward, this against the plain layer: 1.8 to 2.1 times as fast from 640 rows of 256
 * on, 1.2 to 1.5 for 64 rows of 1024. Smaller products gain less than the change of layout costs.
 */
public final class WideLinear {

  /** Fewer products than these do not pay for the change of layout where there are many rows. */
  private static final long FEWEST_PRODUCTS = 8_000_000;

  /** The same where there are few rows, and so more to do beside the products. */
  private static final long FEWEST_OF_FEW = 16_000_000;

  private static final long NARROWEST = 64;

  /** From here on the weight is what changes its layout, below it the rows. */
  private static final long MANY_ROWS = 128;

  /** For an image of one sample and fewer values libtorch does not take oneDNN. */
  private static final long SMALLEST_IMAGE = 20_481;

  /** Zen 5; of older ones nothing is known. */
  private static final int FIRST_FAMILY = 26;

  /** A system property; {@code false} keeps to the engine's own layer. */
  private static final String SWITCH = "braid.wide-linear";

  private static final boolean MACHINE = machine(Path.of("/proc/cpuinfo"));

  // What is convolved is an image of one sample, a pixel for each row, channels last, so that
  // nothing is copied but the filter. The dilation has no effect on a filter of one pixel, but
  // without it libtorch takes MKL for such a filter where it has one thread.
  private static final Script SCRIPT =
      new Script(
          """
          def convolve(self, image: Tensor, filter: Tensor, bias: Optional[Tensor]) -> Tensor:
            z = torch.permute(torch.reshape(image, [1, 1, -1, torch.size(filter, 1)]), [0, 3, 1, 2])
            f = torch.unsqueeze(torch.unsqueeze(filter, 2), 3)
            return torch.permute(torch.conv2d(z, f, bias, [1, 1], [0, 0], [2, 1]), [0, 2, 3, 1])
          def shaped(self, y: Tensor, x: Tensor, weight: Tensor) -> Tensor:
            size = torch.add(torch.slice(torch.size(x), 0, -1), [torch.size(weight, 0)])
            return torch.reshape(y, size)
          def many_biased(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return (self).shaped((self).convolve(x, weight, bias), x, weight)
          def many(self, x: Tensor, weight: Tensor) -> Tensor:
            return (self).shaped((self).convolve(x, weight, None), x, weight)
          def few(self, x: Tensor, weight: Tensor) -> Tensor:
            rows = torch.reshape(x, [-1, torch.size(weight, 1)])
            y = torch.squeeze((self).convolve(weight, rows, None))
            columns = torch.view(y, [torch.size(weight, 0), -1])
            return (self).shaped(torch.contiguous(torch.t(columns)), x, weight)
          def few_biased(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.add((self).few(x, weight), bias)
          """);

  private WideLinear() {}

  /**
   * Whether it is faster than the engine's own layer: a matter of the machine and the sizes alone,
   * never of a measurement, so that a run can be repeated. The system property {@code
   * braid.wide-linear} switches it off.
   *
   * @param x {@code [..., in]}
   * @param weight {@code [out, in]}
   */
  public static boolean pays(NDArray x, NDArray weight) {
    return MACHINE
        && worth(x.getShape(), weight.getShape())
        && runsOn(x)
        && !"false".equals(System.getProperty(SWITCH));
  }

  /** Whether the engine of this array has it. */
  static boolean runsOn(NDArray x) {
    return SCRIPT.runsOn(x) && x.getDataType() == DataType.FLOAT32 && !x.getDevice().isGpu();
  }

  /** Whether the sizes are such that it is faster. */
  static boolean worth(Shape x, Shape weight) {
    long in = weight.get(1);
    long out = weight.get(0);
    long rows = x.size() / in;
    return in >= NARROWEST
        && out >= NARROWEST
        && rows * in * out >= (rows < MANY_ROWS ? FEWEST_OF_FEW : FEWEST_PRODUCTS)
        && (rows < MANY_ROWS ? out : rows) * in >= SMALLEST_IMAGE;
  }

  /**
   * Applies it, whether it pays or not.
   *
   * @param x {@code [..., in]}
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}
   * @return {@code [..., out]}, which belongs to the manager of x
   */
  public static NDArray apply(NDArray x, NDArray weight, @Nullable NDArray bias) {
    String rows = x.getShape().size() / weight.getShape().get(1) < MANY_ROWS ? "few" : "many";
    return bias == null
        ? SCRIPT.call(rows, x, weight)
        : SCRIPT.call(rows + "_biased", x, weight, bias);
  }

  /** Whether the processor that Linux describes in this file is one on which it was faster. */
  static boolean machine(Path description) {
    try {
      List<String> lines = Files.readAllLines(description);
      return value(lines, "vendor_id").equals("AuthenticAMD")
          && Integer.parseInt(value(lines, "cpu family")) >= FIRST_FAMILY
          && List.of(value(lines, "flags").split(" ")).contains("avx512f");
    } catch (IOException | NumberFormatException e) {
      return false; // another system or another kind of processor
    }
  }

  /** Of the first processor; empty where nothing is said. */
  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
