package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.FusionInputs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Untrained operators neither blow up inputs of variance 1 nor make them vanish. */
class FirstValuesTest {

  private static final int BATCH = 16;
  private static final int WIDTH = 48;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attention                  | 3 | {`width`: 32}",
        "bilinear                   | 4 | {`output`: 32}",
        "comparator                 | 3 | {`width`: 32, `activation`: `relu`}",
        "film                       | 3 | {`residual`: true}",
        "gated                      | 3 | {`width`: 32, `form`: `multimodal`, `bias`: true}",
        "low-rank-tensor            | 2 | {`rank`: 4, `output`: 32}",
        "low-rank-tensor            | 5 | {`rank`: 4, `output`: 32}",
        "mag                        | 3 | {`beta`: 1, `layer_norm`: false}",
        "mixture-of-experts         | 3 | {`width`: 32, `hidden`: []}",
        "multiplicative-interaction | 2 | {`mode`: `matrix`, `output`: 32}",
        "multiplicative-interaction | 3 | {`mode`: `matrix`, `output`: 8}",
        "multiplicative-interaction | 2 | {`mode`: `vector`}",
        "multiplicative-interaction | 2 | {`mode`: `scalar`}",
        "nl-gate                    | 3 | {`positions`: 4, `channels`: 16, `memory`: 4}",
        "product-of-experts         | 3 | {`width`: 32, `prior`: true, `output`: `mean`}",
        "tensor                     | 3 | {`width`: 8, `hidden`: []}"
      })
  void outputStartsNearTheSizeOfTheInputs(String type, int inputs, String options) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (int i = 0; i < inputs; i++) {
      widths.put("input" + i, WIDTH);
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Operator operator =
          Operator.create(type, options.replace('`', '"'), new FusionInputs(widths));
      operator.block().initialize(manager, 5);
      Random random = new Random(9);
      Map<String, Encoding> batch = new LinkedHashMap<>();
      widths.keySet().forEach(name -> batch.put(name, normal(manager, random)));

      NDArray output = operator.block().fuse(batch, false).requirePooled();

      assertThat(Math.sqrt(output.square().mean().getFloat())).isBetween(0.1, 3.0);
    }
  }

  private static Encoding normal(NDManager manager, Random random) {
    float[] values = new float[BATCH * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    boolean[] present = new boolean[BATCH];
    Arrays.fill(present, true);
    return Encoding.ofPooled(
        manager.create(values, new Shape(BATCH, WIDTH)), manager.create(present));
  }
}
