package dev.braid.core.cost;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/**
 * The engine that symbolic arrays say they belong to. A part that has a faster way on PyTorch sees
 * by this name that it must take the plain one: {@code
 * "PyTorch".equals(x.getManager().getEngine().getEngineName())} is false here.
 */
final class SymbolicEngine extends Engine {

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
  public NDManager newBaseManager() {
    return new SymbolicManager(this, ledger).self();
  }

  @Override
  public NDManager newBaseManager(Device device) {
    return newBaseManager();
  }
}
