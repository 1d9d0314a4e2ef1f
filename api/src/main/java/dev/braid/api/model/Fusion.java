package dev.braid.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A block from the encodings of all inputs to one.
 *
 * <p>Every operator follows one rule for a missing input: its values do not reach the result
 * (select, never multiply: they may be anything), it contributes nothing, and whatever subset is
 * present the result and its gradients are finite.
 */
public abstract class Fusion extends Module {

  private final List<String> names;
  private final Form form;

  /** For these inputs, in the given form. */
  protected Fusion(FusionInputs inputs, Form form) {
    this.names = inputs.names();
    this.form = form;
  }

  /** The names of the inputs in order. */
  public final List<String> names() {
    return names;
  }

  /**
   * Fuses a batch.
   *
   * @param inputs by name, each in the form that the operator asked for
   * @return its {@code present} is true where any input is
   */
  public abstract Encoding fuse(Map<String, Encoding> inputs, boolean training);

  /**
   * As a plain DJL block: for each input in order its values and its mask or presence; out come the
   * pooled vectors, or tokens and mask.
   */
  @Override
  protected final NDList run(NDList arrays, boolean training) {
    Map<String, Encoding> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      NDArray values = arrays.get(2 * i);
      NDArray real = arrays.get(2 * i + 1);
      inputs.put(
          names.get(i),
          form == Form.POOLED
              ? Encoding.ofPooled(values, real)
              : Encoding.ofTokens(values, real, Tensors.anyReal(real)));
    }
    Encoding out = fuse(inputs, training);
    return out.pooled() != null
        ? new NDList(out.requirePooled())
        : new NDList(out.requireTokens(), out.requireMask());
  }
}
