package dev.braid.core.cost;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.nn.Tensors;
import dev.braid.api.nn.script.ChannelsLast;
import dev.braid.api.nn.script.FusedAttention;

/**
 * The engine that symbolic arrays say they belong to, with the attention that the scripts give the
 * PyTorch engine. A part that has another faster way on PyTorch sees by this name that it must take
 * the plain one: {@code "PyTorch".equals(x.getManager().getEngine().getEngineName())} is false
 * here.
 */
final class SymbolicEngine extends Engine
    implements FusedAttention.Kernel, ChannelsLast.Kernel, Tensors.Truth {

  static final String NAME = "symbolic";

  private final Ledger ledger;

  SymbolicEngine(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Engine getAlternativeEngine() {
    throw new UnknownOperationException("part uses another engine");
  }

  @Override
  public String getEngineName() {
    return NAME;
  }

  @Override
  public int getRank() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String getVersion() {
    return "1";
  }

  @Override
  public boolean hasCapability(String capability) {
    return false;
  }

  @Override
  public Model newModel(String name, Device device) {
    throw new UnknownOperationException("part loads a model of the engine");
  }

  @Override
  public NDArray among(NDArray qkv, NDArray mask, int heads, double dropout) {
    SymbolicArray x = SymbolicArray.of(qkv);
    return attend(x, x, x.layout().size(2) / 3, heads, dropout);
  }

  @Override
  public NDArray to(NDArray q, NDArray kv, NDArray mask, int heads, double dropout) {
    SymbolicArray x = SymbolicArray.of(q);
    return attend(x, SymbolicArray.of(kv), x.layout().size(2), heads, dropout);
  }

  /** Counted as attention of all to all, which is what is done where no kernel knows better. */
  @Override
  public NDArray causal(NDArray qkv, int heads, double dropout) {
    SymbolicArray x = SymbolicArray.of(qkv);
    return attend(x, x, x.layout().size(2) / 3, heads, dropout);
  }

  /**
   * libtorch keeps, besides what goes in and comes out, the mask as numbers and a sum for each
   * query. With dropout it multiplies matrices instead, and keeps the weights before and after with
   * the noise between, and the factors in the order that products take.
   */
  private NDArray attend(
      SymbolicArray x, SymbolicArray memory, long width, int heads, double rate) {
    long batch = x.layout().size(0);
    long queries = batch * x.layout().size(1);
    long keys = memory.layout().size(1);
    boolean tracked = x.tracked() || memory.tracked();
    ledger.macs(2 * queries * keys * width);
    if (tracked) {
      long kept = queries * heads + batch * keys;
      if (rate > 0) {
        long weights = queries * heads * keys;
        long values = heads > 1 ? batch * keys * width : 0; // those of one head lie in order
        kept = 3 * weights + queries * width + batch * keys * width + values;
      }
      x.save(kept * SymbolicArray.bytes(x.type()));
    }
    Layout out = Layout.contiguous(batch, x.layout().size(1), width);
    return x.result(out, x.type(), tracked).self();
  }

  /** The layout makes no difference to what is counted, the copy does. */
  @Override
  public NDArray channelsLast(NDArray x) {
    return x.duplicate();
  }

  @Override
  public boolean allTrue(NDArray mask) {
    return !SymbolicArray.of(mask).masked();
  }

  @Override
  public NDManager newBaseManager() {
    return new SymbolicManager(this, ledger).self();
  }

  @Override
  public NDManager newBaseManager(Device device) {
    return newBaseManager();
  }
}
