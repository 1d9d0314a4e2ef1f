package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.Map;

/** The base of operators on pooled vectors: absent values become zeros before anything is done. */
abstract class VectorFusion extends Fusion {

  VectorFusion(FusionInputs inputs) {
    super(inputs, Form.POOLED);
  }

  /**
   * Fuses vectors.
   *
   * @param x {@code [B, d_m]}, zeros where absent
   * @param present {@code [B]} boolean
   * @return {@code [B, D]}
   */
  abstract NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training);

  @Override
  public final Encoding fuse(Map<String, Encoding> inputs, boolean training) {
    PerInput<Encoding> given = PerInput.of(inputs.keySet(), inputs::get);
    PerInput<NDArray> present = PerInput.of(names(), m -> given.get(m).present());
    PerInput<NDArray> x =
        present.map((m, here) -> Tensors.orZeros(here, given.get(m).requirePooled()));
    return Encoding.ofPooled(fuseVectors(x, present, training), Tensors.any(present.list()));
  }

  /** Adds {@code missing.<m> [d_m]}, which stands in an absent input's slot. */
  final PerInput<Parameter> missing(FusionInputs inputs) {
    return PerInput.of(inputs.names(), m -> missing(m, inputs));
  }

  /** Adds {@code missing.<m> [d_m]} of one input alone. */
  final Parameter missing(String m, FusionInputs inputs) {
    return parameter("missing." + m, Init.normal(0.02), inputs.width(m));
  }

  /** {@code [B, Σ d_m]}: the vectors side by side, {@code missing.<m>} where one is absent. */
  static NDArray filledConcat(
      PerInput<NDArray> x, PerInput<NDArray> present, PerInput<Parameter> missing) {
    return Tensors.concat(
        x.map((m, value) -> Tensors.or(present.get(m), value, missing.get(m))).list(), 1);
  }

  /** Arrays of one shape along a new second axis: {@code [B, ...]} to {@code [B, N, ...]}. */
  static NDArray stack(List<NDArray> arrays) {
    return NDArrays.stack(new NDList(arrays), 1);
  }

  /** {@code Σ_i w_i v_i}: weights {@code [B, N]} and N values {@code [B, D]} to {@code [B, D]}. */
  static NDArray weightedSum(NDArray weights, List<NDArray> values) {
    // Faster than a matrix product for each sample, which would be tiny.
    return stack(values).mul(weights.expandDims(2)).sum(new int[] {1});
  }
}
