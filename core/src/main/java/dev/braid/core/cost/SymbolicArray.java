package dev.braid.core.cost;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.lang.reflect.Proxy;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array without values: what it is and how long it lives. Its operations are in {@link
 * Elementwise}, {@link Views}, {@link Rearranging}, {@link Reductions}, {@link Products} and {@link
 * Layers}.
 */
final class SymbolicArray extends Symbol<NDArray> {

  private final Layout layout;
  private final DataType type;
  private final Storage storage;
  private final String id = NDManager.nextUid();
  private final SymbolicEx internal;
  private SymbolicManager manager;
  private boolean tracked;
  private boolean masked;
  private boolean closed;
  private @Nullable String name;
  private @Nullable Buffer values;

  /**
   * Of some memory.
   *
   * @param tracked whether the backward pass goes through it
   */
  SymbolicArray(
      SymbolicManager manager, Layout layout, DataType type, Storage storage, boolean tracked) {
    super(NDArray.class);
    this.manager = manager;
    this.layout = layout;
    this.type = type;
    this.storage = storage;
    this.tracked = tracked;
    storage.open();
    manager.add(this);
    Elementwise elementwise = new Elementwise(this);
    add(new Views(this));
    add(new Rearranging(this));
    add(new Products(this));
    add(elementwise);
    addFamily(elementwise::family);
    addFamily(new Reductions(this)::family);
    internal = new SymbolicEx(this, elementwise);
  }

  /** The symbol behind an array. */
  static SymbolicArray of(NDArray array) {
    if (Proxy.isProxyClass(array.getClass())
        && Proxy.getInvocationHandler(array) instanceof SymbolicArray own) {
      return own;
    }
    throw new UnknownOperationException("part mixes in an array of an engine");
  }

  /** The size of one value. */
  static long bytes(DataType type) {
    return type == DataType.COMPLEX64 ? 8 : type.getNumOfBytes();
  }

  Layout layout() {
    return layout;
  }

  DataType type() {
    return type;
  }

  /** Whether the backward pass goes through it. */
  boolean tracked() {
    return tracked;
  }

  /** An operation in place: the values go, and what the operand depends on is taken over. */
  SymbolicArray changed(boolean more) {
    values = null;
    tracked |= more;
    return this;
  }

  /**
   * Whether some of it is known to be false, or 0 on the way to or from a mask. What is not known
   * counts as true: a value is hardly ever 0, and hardly any text has no words.
   */
  boolean masked() {
    return masked;
  }

  /** It is known to be false in some place if this is so. */
  SymbolicArray masked(boolean some) {
    masked |= some;
    return this;
  }

  Ledger ledger() {
    return manager.ledger();
  }

  /** A result with memory of its own. */
  SymbolicArray result(Layout shape, DataType dataType, boolean track) {
    Storage own = new Storage(shape.elements() * bytes(dataType));
    ledger().add(own);
    boolean floating = dataType.isFloating() || dataType == DataType.COMPLEX64;
    return new SymbolicArray(manager, shape, dataType, own, track && floating);
  }

  /** A result with memory of its own that depends on this array only. */
  NDArray result(Layout shape, DataType dataType) {
    return result(shape, dataType, tracked).self();
  }

  /** The same memory seen in another way. */
  NDArray view(Layout shape) {
    return new SymbolicArray(manager, shape, type, storage, tracked).masked(masked).self();
  }

  /** The same memory read as another type, such as pairs of numbers as complex ones. */
  NDArray view(Layout shape, DataType dataType) {
    return new SymbolicArray(manager, shape, dataType, storage, tracked).masked(masked).self();
  }

  /** Memory that only the backward pass needs. */
  void save(long bytes) {
    ledger().add(Storage.saved(bytes));
  }

  public NDManager getManager() {
    return manager.self();
  }

  public Shape getShape() {
    return layout.shape();
  }

  public DataType getDataType() {
    return type;
  }

  public Device getDevice() {
    return Device.cpu();
  }

  public SparseFormat getSparseFormat() {
    return SparseFormat.DENSE;
  }

  public NDArrayEx getNDArrayInternal() {
    return internal.self();
  }

  public String getUid() {
    return id;
  }

  public @Nullable String getName() {
    return name;
  }

  public void setName(@Nullable String newName) {
    name = newName;
  }

  public void attach(NDManager other) {
    manager.remove(this);
    manager = SymbolicManager.of(other);
    manager.add(this);
  }

  public void tempAttach(NDManager other) {
    attach(other);
  }

  public void returnResource(NDManager other) {
    attach(other);
  }

  public void detach() {
    manager.remove(this);
  }

  public boolean isReleased() {
    return closed;
  }

  public void close() {
    if (!closed) {
      closed = true;
      manager.remove(this);
      storage.close(tracked);
    }
  }

  public void setRequiresGradient(boolean requires) {
    tracked = requires;
  }

  public boolean hasGradient() {
    return tracked;
  }

  public NDArray stopGradient() {
    return new SymbolicArray(manager, layout, type, storage, false).masked(masked).self();
  }

  /** Values from the host are kept where they are: a part may read them back. */
  public void set(Buffer given) {
    values = given;
    if (type == DataType.BOOLEAN && given instanceof ByteBuffer bytes) {
      for (int i = 0; i < layout.elements(); i++) {
        masked(bytes.get(i) == 0);
      }
    }
  }

  /** The values of an array that was made from the host's; results of operations have none. */
  public ByteBuffer toByteBuffer(boolean direct) {
    Buffer known = values;
    if (known == null) {
      throw new UnknownOperationException("part reads the values of a result");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(layout.elements() * bytes(type)))
            .order(ByteOrder.nativeOrder());
    if (known instanceof ByteBuffer all) {
      bytes.duplicate().put(all.duplicate().rewind());
    } else if (known instanceof FloatBuffer floats) {
      bytes.asFloatBuffer().put(floats.duplicate().rewind());
    } else if (known instanceof LongBuffer longs) {
      bytes.asLongBuffer().put(longs.duplicate().rewind());
    } else if (known instanceof IntBuffer ints) {
      bytes.asIntBuffer().put(ints.duplicate().rewind());
    } else if (known instanceof DoubleBuffer doubles) {
      bytes.asDoubleBuffer().put(doubles.duplicate().rewind());
    } else {
      throw new UnknownOperationException("part reads the values of a " + type + " array");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "symbolic " + type + " " + Arrays.toString(layout.sizes());
  }
}
