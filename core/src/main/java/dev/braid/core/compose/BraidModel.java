package dev.braid.core.compose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.Head;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import dev.braid.core.data.HostBatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The composed model: encoders by input, fusion, head. Parameters are named {@code
 * encoders.<input>.…}, {@code fusion.…} and {@code head.…}.
 */
public final class BraidModel extends Module {

  private final Map<String, Encoder> encoders;
  private final Map<String, Reader> readers;
  private final Fusion fusion;
  private final Form wanted;
  private final Head head;

  BraidModel(
      Map<String, Encoder> encoders,
      Map<String, Reader> readers,
      Fusion fusion,
      Form wanted,
      Head head) {
    this.encoders = encoders;
    this.readers = readers;
    this.wanted = wanted;
    encoders.forEach((name, encoder) -> child("encoders." + name, encoder));
    this.fusion = child("fusion", fusion);
    this.head = child("head", head);
  }

  /** The outputs of the task's head for a batch; intermediate results belong to the manager. */
  public NDList predict(HostBatch batch, NDManager manager, boolean training) {
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    for (String input : encoders.keySet()) {
      encodings.put(input, encode(input, batch, manager, training));
    }
    return answer(fuse(encodings, training), training);
  }

  /** One input of a batch, in the form that the fusion operator wants. */
  public Encoding encode(String input, HostBatch batch, NDManager manager, boolean training) {
    HostBatch.Column column = batch.inputs().get(input);
    Reader reader = readers.get(input);
    Encoder encoder = encoders.get(input);
    if (column == null || reader == null || encoder == null) {
      throw new IllegalArgumentException("the batch lacks input '" + input + "'");
    }
    InputBatch arrays = reader.batch(column.distinct(), manager);
    return spread(convert(encoder.encode(arrays, training)), column, manager);
  }

  /** The encodings of all inputs as one. */
  public Encoding fuse(Map<String, Encoding> encodings, boolean training) {
    return fusion.fuse(encodings, training);
  }

  /** The head's outputs for what the fusion operator made. */
  public NDList answer(Encoding fused, boolean training) {
    return head.predict(convert(fused, head.wants()), training);
  }

  /** The form that the fusion operator wants. */
  public Form wanted() {
    return wanted;
  }

  private Encoding convert(Encoding encoding) {
    return convert(encoding, wanted);
  }

  /** A vector is one token; tokens are pooled by their mean. */
  private static Encoding convert(Encoding encoding, Form form) {
    if (form == Form.TOKENS && encoding.tokens() == null) {
      NDArray present = encoding.present();
      NDArray tokens = encoding.requirePooled().expandDims(1);
      NDArray mask = present.expandDims(1);
      return Encoding.ofTokens(Tensors.cover(tokens, mask), mask, present);
    }
    if (form == Form.POOLED && encoding.pooled() == null) {
      return Encoding.ofPooled(
          Tensors.maskedMean(encoding.requireTokens(), encoding.requireMask()), encoding.present());
    }
    return encoding;
  }

  /** From the distinct values of a batch to its samples. */
  private Encoding spread(Encoding encoding, HostBatch.Column column, NDManager manager) {
    int[] index = column.index();
    if (column.plain()) {
      return encoding;
    }
    long[] rows = new long[index.length];
    boolean[] here = new boolean[index.length];
    for (int i = 0; i < index.length; i++) {
      rows[i] = Math.max(0, index[i]);
      here[i] = index[i] >= 0;
    }
    NDArray row = manager.create(rows);
    NDArray present = manager.create(here);
    if (wanted == Form.POOLED) {
      return Encoding.ofPooled(Tensors.rows(encoding.requirePooled(), row), present);
    }
    NDArray mask =
        Tensors.rows(encoding.requireMask().toType(DataType.FLOAT32, false), row)
            .gt(0)
            .logicalAnd(present.expandDims(1));
    NDArray tokens = Tensors.cover(Tensors.rows(encoding.requireTokens(), row), mask);
    return Encoding.ofTokens(tokens, mask, present);
  }
}
