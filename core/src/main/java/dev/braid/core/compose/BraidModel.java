package dev.braid.core.compose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
import java.util.Set;

/**
 * The composed model: encoders by input, fusion, head. Parameters are named {@code
 * encoders.<input>.…}, {@code pool.<input>.query} (attention pooling only), {@code fusion.…},
 * {@code head.…} and {@code auxiliary.<input>.…} (with {@code training.balance} only: a head of the
 * task for each input alone, which predictions do without).
 */
public final class BraidModel extends Module {

  private final Map<String, Encoder> encoders;
  private final Map<String, Reader> readers;
  private final Map<String, Pooler> poolers;
  private final Fusion fusion;
  private final Form wanted;
  private final Head head;
  private final Map<String, Head> auxiliary;

  BraidModel(
      Map<String, Encoder> encoders,
      Map<String, Reader> readers,
      Map<String, Pooler> poolers,
      Fusion fusion,
      Form wanted,
      Head head,
      Map<String, Head> auxiliary) {
    this.encoders = encoders;
    this.readers = readers;
    this.poolers = poolers;
    this.wanted = wanted;
    encoders.forEach((name, encoder) -> child("encoders." + name, encoder));
    poolers.forEach((name, pooler) -> child("pool." + name, pooler));
    this.fusion = child("fusion", fusion);
    this.head = child("head", head);
    this.auxiliary = auxiliary;
    auxiliary.forEach((name, own) -> child("auxiliary." + name, own));
  }

  /**
   * What one pass yields.
   *
   * @param encodings by input, in the form that the fusion operator wants
   * @param outputs of the task's head
   */
  public record Pass(Map<String, Encoding> encodings, NDList outputs) {}

  /** The outputs of the task's head for a batch; intermediate results belong to the manager. */
  public NDList predict(HostBatch batch, NDManager manager, boolean training) {
    return pass(batch, manager, training).outputs();
  }

  /** The same, with what the fusion operator was given. */
  public Pass pass(HostBatch batch, NDManager manager, boolean training) {
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    for (String input : encoders.keySet()) {
      encodings.put(input, encode(input, batch, manager, training));
    }
    return new Pass(encodings, answer(fuse(encodings, training), training));
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
    return spread(convert(input, encoder.encode(arrays, training)), column, manager);
  }

  /** The encodings of all inputs as one. */
  public Encoding fuse(Map<String, Encoding> encodings, boolean training) {
    return fusion.fuse(encodings, training);
  }

  /** The head's outputs for what the fusion operator made. */
  public NDList answer(Encoding fused, boolean training) {
    return head.predict(convert(fused, head.wants()), training);
  }

  /**
   * The inputs that have a head of their own: all of them with {@code training.balance}, or none.
   */
  public Set<String> judged() {
    return auxiliary.keySet();
  }

  /** The outputs of an input's own head for its encoding. */
  public NDList judge(String input, Encoding encoding, boolean training) {
    Head own = auxiliary.get(input);
    if (own == null) {
      throw new IllegalArgumentException("input '" + input + "' has no head of its own");
    }
    // An encoder may yield both forms, but a batch with repeated or missing values keeps only one.
    Encoding kept =
        wanted == Form.POOLED
            ? Encoding.ofPooled(encoding.requirePooled(), encoding.present())
            : Encoding.ofTokens(
                encoding.requireTokens(), encoding.requireMask(), encoding.present());
    return own.predict(convert(kept, own.wants()), training);
  }

  /** The form that the fusion operator wants. */
  public Form wanted() {
    return wanted;
  }

  /** What an encoder yields in the form that the fusion operator wants. */
  private Encoding convert(String input, Encoding encoding) {
    Pooler pooler = poolers.get(input);
    return pooler == null
        ? convert(encoding, wanted)
        : Encoding.ofPooled(
            pooler.apply(encoding.requireTokens(), encoding.requireMask()), encoding.present());
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
        Tensors.rowsOfMask(encoding.requireMask(), row).logicalAnd(present.expandDims(1));
    NDArray tokens = Tensors.cover(Tensors.rows(encoding.requireTokens(), row), mask);
    return Encoding.ofTokens(tokens, mask, present);
  }
}
