package dev.braid.core.cost;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Module;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A manager of symbolic arrays. */
public final class SymbolicManager extends Symbol<NDManager> {

  private final Engine engine;
  private final Ledger ledger;
  private final Set<SymbolicArray> arrays = new LinkedHashSet<>();
  private String name = "symbolic";

  SymbolicManager(Engine engine, Ledger ledger) {
    super(NDManager.class);
    this.engine = engine;
    this.ledger = ledger;
  }

  /** A manager whose arrays and their results are counted in a ledger. */
  public static NDManager counting(Ledger ledger) {
    return new SymbolicEngine(ledger).newBaseManager();
  }

  /**
   * Gives every parameter of a block a value without numbers, and its buffers their first ones.
   *
   * @param seed as in training
   */
  public static void initialize(Module block, NDManager manager, long seed) {
    block.initializeBuffers(manager, seed);
    for (Parameter parameter : block.named().values()) {
      if (parameter.isInitialized()) {
        continue;
      }
      Layout layout = Layout.contiguous(parameter.getShape());
      Storage uncounted = new Storage(0);
      parameter.setShape(null);
      parameter.setArray(
          new SymbolicArray(of(manager), layout, DataType.FLOAT32, uncounted, true).self());
    }
  }

  static SymbolicManager of(NDManager manager) {
    if (java.lang.reflect.Proxy.isProxyClass(manager.getClass())
        && java.lang.reflect.Proxy.getInvocationHandler(manager) instanceof SymbolicManager own) {
      return own;
    }
    throw new UnknownOperationException("part makes arrays of an engine");
  }

  Ledger ledger() {
    return ledger;
  }

  void add(SymbolicArray array) {
    arrays.add(array);
  }

  void remove(SymbolicArray array) {
    arrays.remove(array);
  }

  private NDArray make(Shape shape, DataType type) {
    Layout layout = Layout.contiguous(shape);
    Storage storage = new Storage(layout.elements() * SymbolicArray.bytes(type));
    ledger.add(storage);
    return new SymbolicArray(this, layout, type, storage, false).self();
  }

  public NDArray create(Shape shape, DataType type) {
    return make(shape, type);
  }

  public NDArray create(Shape shape, DataType type, @Nullable Device device) {
    return make(shape, type);
  }

  public NDArray zeros(Shape shape, DataType type) {
    return make(shape, type);
  }

  public NDArray zeros(Shape shape, DataType type, @Nullable Device device) {
    return make(shape, type);
  }

  public NDArray ones(Shape shape, DataType type) {
    return make(shape, type);
  }

  public NDArray ones(Shape shape, DataType type, @Nullable Device device) {
    return make(shape, type);
  }

  public NDArray full(Shape shape, float value, DataType type) {
    return make(shape, type);
  }

  public NDArray arange(float start, float stop, float step, DataType type) {
    return make(new Shape((long) Math.ceil((stop - start) / step)), type);
  }

  public NDArray linspace(float start, float stop, int count, boolean endpoint) {
    return make(new Shape(count), DataType.FLOAT32);
  }

  public NDArray eye(int rows, int columns, int diagonal, DataType type) {
    return make(new Shape(rows, columns), type);
  }

  public NDArray randomInteger(long low, long high, Shape shape, DataType type) {
    return make(shape, type);
  }

  public NDArray randomPermutation(long n) {
    return make(new Shape(n), DataType.INT64);
  }

  public NDArray randomUniform(float low, float high, Shape shape, DataType type) {
    return make(shape, type);
  }

  public NDArray randomNormal(float mean, float deviation, Shape shape, DataType type) {
    return make(shape, type);
  }

  public NDArray truncatedNormal(float mean, float deviation, Shape shape, DataType type) {
    return make(shape, type);
  }

  /** Host memory for a batch; not an array yet. */
  public ByteBuffer allocateDirect(int capacity) {
    return ByteBuffer.allocate(capacity);
  }

  public NDArray from(NDArray array) {
    return SymbolicArray.of(array).self();
  }

  public Device getDevice() {
    return Device.cpu();
  }

  public Device defaultDevice() {
    return Device.cpu();
  }

  public Engine getEngine() {
    return engine;
  }

  public NDManager newSubManager() {
    return new SymbolicManager(engine, ledger).self();
  }

  public NDManager newSubManager(Device device) {
    return newSubManager();
  }

  public NDManager getParentManager() {
    return self();
  }

  public boolean isOpen() {
    return true;
  }

  public void cap() {}

  public String getName() {
    return name;
  }

  public void setName(String newName) {
    name = newName;
  }

  public List<NDArray> getManagedArrays() {
    return arrays.stream().map(Symbol::self).toList();
  }

  public void close() {
    List.copyOf(arrays).forEach(SymbolicArray::close);
  }
}
