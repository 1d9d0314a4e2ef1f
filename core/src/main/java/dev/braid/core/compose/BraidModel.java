package dev.braid.core.compose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.Feature;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.Head;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import dev.braid.core.data.HostBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final List<String> fused;
  private final @Nullable Fusion fusion;
  private final Map<String, Set<Form>> wanted;
  private final Form form;
  private final Head head;
  private final Map<String, Head> auxiliary;

  BraidModel(
      Map<String, Encoder> encoders,
      Map<String, Reader> readers,
      Map<String, Pooler> poolers,
      List<String> fused,
      @Nullable Fusion fusion,
      Map<String, Set<Form>> wanted,
      Form form,
      Head head,
      Map<String, Head> auxiliary) {
    this.encoders = encoders;
    this.readers = readers;
    this.poolers = poolers;
    this.fused = fused;
    this.wanted = wanted;
    this.form = form;
    encoders.forEach((name, encoder) -> child("encoders." + name, encoder));
    poolers.forEach((name, pooler) -> child("pool." + name, pooler));
    this.fusion = fusion == null ? null : child("fusion", fusion);
    this.head = child("head", head);
    this.auxiliary = auxiliary;
    auxiliary.forEach((name, own) -> child("auxiliary." + name, own));
  }

  /**
   * A batch on its way through this model; results belong to the manager.
   *
   * @param targets of the batch, or null where they are not known
   * @param choices the seed of choices that the head makes
   */
  public Passage pass(
      HostBatch batch,
      NDManager manager,
      boolean training,
      @Nullable NDList targets,
      long choices) {
    return new Passage(this, batch, manager, training, targets, choices);
  }

  /** The outputs of the task's head for a batch without targets, as predictions are made. */
  public NDList predict(HostBatch batch, NDManager manager) {
    return pass(batch, manager, false, null, 0).outputs();
  }

  /** The inputs of the fusion operator, in order. */
  public List<String> fused() {
    return fused;
  }

  /** One input of a batch, in the forms that fusion operator and head take. */
  public Encoding encode(String input, HostBatch batch, NDManager manager, boolean training) {
    HostBatch.Column column = column(input, batch);
    InputBatch arrays = reader(input).batch(column.distinct(), manager);
    return spread(encode(input, arrays, training), column, manager);
  }

  /** Features of an input, one row each, in the forms that fusion operator and head take. */
  Encoding encode(String input, InputBatch features, boolean training) {
    Encoder encoder = encoders.get(input);
    if (encoder == null) {
      throw new IllegalArgumentException("there is no input '" + input + "'");
    }
    return convert(input, encoder.encode(features, training));
  }

  /** What the reader makes of an input, one row a sample. */
  InputBatch features(String input, HostBatch batch, NDManager manager) {
    HostBatch.Column column = column(input, batch);
    List<@Nullable Feature> each = new ArrayList<>();
    for (int place : column.index()) {
      each.add(place < 0 ? null : column.distinct().get(place));
    }
    return reader(input).batch(each, manager);
  }

  private Reader reader(String input) {
    Reader reader = readers.get(input);
    if (reader == null) {
      throw new IllegalArgumentException("there is no input '" + input + "'");
    }
    return reader;
  }

  private static HostBatch.Column column(String input, HostBatch batch) {
    HostBatch.Column column = batch.inputs().get(input);
    if (column == null) {
      throw new IllegalArgumentException("the batch lacks input '" + input + "'");
    }
    return column;
  }

  /** Encodings as one, in the form that the head works on. */
  public Encoding fuse(Map<String, Encoding> encodings, boolean training) {
    if (fusion == null) {
      throw new IllegalStateException("nothing is fused; the task's intake must ask for it");
    }
    return convert(fusion.fuse(encodings, training), head.wants());
  }

  /** The head's outputs. */
  public NDList answer(ModelPass pass) {
    return head.predict(pass);
  }

  /**
   * The inputs that have a head of their own: all of them with {@code training.balance}, or none.
   */
  public Set<String> judged() {
    return auxiliary.keySet();
  }

  /** The outputs of an input's own head for its encoding. */
  public NDList judge(String input, Judged pass) {
    Head own = auxiliary.get(input);
    if (own == null) {
      throw new IllegalArgumentException("input '" + input + "' has no head of its own");
    }
    return own.predict(pass.with(convert(pass.fused(), own.wants())));
  }

  /** The form that the fusion operator wants. */
  public Form form() {
    return form;
  }

  /** What an encoder yields in the forms that are taken, and no other. */
  private Encoding convert(String input, Encoding encoding) {
    Set<Form> forms = wanted.getOrDefault(input, Set.of());
    Pooler pooler = poolers.get(input);
    NDArray pooled = null;
    if (forms.contains(Form.POOLED)) {
      pooled =
          pooler == null
              ? pooled(encoding)
              : pooler.apply(encoding.requireTokens(), encoding.requireMask());
    }
    NDArray present = encoding.present();
    if (!forms.contains(Form.TOKENS)) {
      return new Encoding(null, null, pooled, present);
    }
    Encoding tokens = tokens(encoding);
    return new Encoding(tokens.tokens(), tokens.mask(), pooled, present);
  }

  private static Encoding convert(Encoding encoding, Form form) {
    return form == Form.TOKENS
        ? tokens(encoding)
        : Encoding.ofPooled(pooled(encoding), encoding.present());
  }

  /** A vector is one token. */
  private static Encoding tokens(Encoding encoding) {
    if (encoding.tokens() != null) {
      return Encoding.ofTokens(encoding.tokens(), encoding.requireMask(), encoding.present());
    }
    NDArray mask = encoding.present().expandDims(1);
    NDArray tokens = Tensors.cover(encoding.requirePooled().expandDims(1), mask);
    return Encoding.ofTokens(tokens, mask, encoding.present());
  }

  /** Tokens are pooled by their mean. */
  private static NDArray pooled(Encoding encoding) {
    NDArray pooled = encoding.pooled();
    return pooled != null
        ? pooled
        : Tensors.maskedMean(encoding.requireTokens(), encoding.requireMask());
  }

  /** From the distinct values of a batch to its samples. */
  private static Encoding spread(Encoding encoding, HostBatch.Column column, NDManager manager) {
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
    NDArray pooled = encoding.pooled() == null ? null : Tensors.rows(encoding.pooled(), row);
    if (encoding.tokens() == null) {
      return new Encoding(null, null, pooled, present);
    }
    NDArray mask =
        Tensors.rowsOfMask(encoding.requireMask(), row).logicalAnd(present.expandDims(1));
    NDArray tokens = Tensors.cover(Tensors.rows(encoding.tokens(), row), mask);
    return new Encoding(tokens, mask, pooled, present);
  }
}
