package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vectors at chosen places of an input after fusion. Where the operator yields the tokens of
 * the input, it is those; otherwise the input's own tokens, each beside the fused vector, so that
 * masked words and patches can be had with every operator.
 */
final class Places {

  private final String input;
  private final EncodingSpec fused;
  private final List<String> before;
  private final boolean aligned;
  private final int width;

  Places(String input, HeadContext context) {
    this.input = input;
    fused = context.fused();
    int place = fused.streams().indexOf(input);
    aligned = fused.forms().contains(Form.TOKENS) && place >= 0;
    before = aligned ? fused.streams().subList(0, place) : List.of();
    width = aligned ? fused.width() : context.width(input) + fused.width();
  }

  /** The size of each vector. */
  int width() {
    return width;
  }

  /**
   * The vectors, with the input changed.
   *
   * @param changed the encoding of the input with some of it masked, {@code [B, T, D]}
   * @param rows of the batch, {@code [M]} int64
   * @param places in the input, one for each row
   * @return {@code [M, width]}
   */
  NDArray at(ModelPass pass, List<String> inputs, Encoding changed, long[] rows, long[] places) {
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    long offset = 0;
    for (String name : inputs) {
      encodings.put(name, name.equals(input) ? changed : pass.encoding(name));
    }
    for (String name : before) {
      offset += length(encodings, name);
    }
    Encoding whole = pass.fuse(encodings);
    NDArray tokens = aligned ? whole.requireTokens() : changed.requireTokens();
    NDArray own = rows(tokens, rows, places, offset);
    if (aligned) {
      return own;
    }
    NDArray vectors = pooled(whole);
    NDArray beside =
        Tensors.rows(Tensors.orZeros(whole.present(), vectors), vectors.getManager().create(rows));
    return Tensors.concat(List.of(own, beside), 1);
  }

  private static long length(Map<String, Encoding> encodings, String name) {
    Encoding encoding = encodings.get(name);
    if (encoding == null) {
      throw new IllegalStateException("the operator yields tokens of '" + name + "', no input");
    }
    return encoding.requireTokens().getShape().get(1);
  }

  private static NDArray rows(NDArray tokens, long[] rows, long[] places, long offset) {
    long length = tokens.getShape().get(1);
    long[] flat = new long[rows.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i] * length + offset + places[i];
    }
    NDArray lines = tokens.reshape(-1, tokens.getShape().get(2));
    return Tensors.rows(lines, tokens.getManager().create(flat));
  }

  /** One vector a sample, in whichever form the operator yields. */
  static NDArray pooled(Encoding fused) {
    return fused.pooled() != null
        ? fused.requirePooled()
        : Tensors.maskedMean(fused.requireTokens(), fused.requireMask());
  }
}
