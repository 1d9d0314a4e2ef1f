package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Tensors;
import java.util.Map;

/** The base of operators on tokens: masked values become zeros before anything is done. */
abstract class TokenFusion extends Fusion {

  TokenFusion(FusionInputs inputs) {
    super(inputs, Form.TOKENS);
  }

  /**
   * Fuses token sequences.
   *
   * @param x {@code [B, T_m, d_m]}, zeros where masked
   * @param masks {@code [B, T_m]} boolean, all false where the input is absent
   * @param present {@code [B]} boolean, whether any input has a real token
   */
  abstract Encoding fuseTokens(
      PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training);

  @Override
  public final Encoding fuse(Map<String, Encoding> inputs, boolean training) {
    PerInput<Encoding> given = PerInput.of(names(), inputs::get);
    PerInput<NDArray> masks =
        given.map((m, e) -> NDArrays.logicalAnd(e.requireMask(), e.present().expandDims(1)));
    PerInput<NDArray> x = given.map((m, e) -> Tensors.cover(e.requireTokens(), masks.get(m)));
    NDArray present = Tensors.any(masks.map((m, mask) -> Tensors.anyReal(mask)).list());
    return fuseTokens(x, masks, present, training);
  }
}
