package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The base of every block. It is a DJL {@code Block} whose parameters have shapes from the start
 * and stable dotted names ({@code layers.0.linear1.weight}); children are named by their author,
 * not by their position.
 *
 * <p>Results of operations must belong to the manager of the data, never to that of the parameters,
 * or they live as long as the model: write {@code x.mul(value)}, not {@code value.mul(x)}, and take
 * pieces of a parameter with {@link Tensors#slice}.
 */
public abstract class Module extends AbstractBaseBlock {

  private final Map<String, Parameter> own = new LinkedHashMap<>();
  private final Map<Parameter, Start> starts = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();

  private record Start(Init init, DataType type) {}

  /** Adds a trainable parameter. */
  protected final Parameter parameter(String name, Init init, long... shape) {
    return add(name, new Start(init, DataType.FLOAT32), true, shape);
  }

  /** Adds a parameter that is saved but not trained, such as a running mean. */
  protected final Parameter buffer(String name, Init init, long... shape) {
    return add(name, new Start(init, DataType.FLOAT32), false, shape);
  }

  /** Adds int64 values that are saved but not trained, such as fixed indices. */
  protected final Parameter integers(String name, Init init, long... shape) {
    return add(name, new Start(init, DataType.INT64), false, shape);
  }

  /** Adds a child; a dotted name ({@code layers.0}) makes a readable list. */
  protected final <M extends Module> M child(String name, M child) {
    if (children.putIfAbsent(name, child) != null) {
      throw new IllegalArgumentException("two children named '" + name + "'");
    }
    return child;
  }

  private Parameter add(String name, Start start, boolean trained, long... shape) {
    Parameter parameter =
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.OTHER)
            .optShape(new Shape(shape))
            .optRequiresGrad(trained)
            .build();
    if (own.putIfAbsent(name, parameter) != null) {
      throw new IllegalArgumentException("two parameters named '" + name + "'");
    }
    starts.put(parameter, start);
    return parameter;
  }

  /**
   * All parameters and buffers of this block and its children, by dotted name, in a fixed order.
   */
  public final Map<String, Parameter> named() {
    Map<String, Parameter> all = new LinkedHashMap<>(own);
    children.forEach((name, child) -> child.named().forEach((n, p) -> all.put(name + "." + n, p)));
    return Collections.unmodifiableMap(all);
  }

  /** The parameters among them, without buffers. */
  public final Map<String, Parameter> trained() {
    Map<String, Parameter> trained = new LinkedHashMap<>(named());
    trained.values().removeIf(parameter -> !parameter.requiresGradient());
    return Collections.unmodifiableMap(trained);
  }

  /**
   * Whether training keeps a parameter as it is for now. A layer with running statistics whose
   * parameters are frozen uses those statistics and leaves them.
   */
  protected static boolean isFrozen(Parameter parameter) {
    return !parameter.getArray().hasGradient();
  }

  /** The number of trainable values. */
  public final long parameterCount() {
    return trained().values().stream().mapToLong(p -> p.getShape().size()).sum();
  }

  /**
   * Gives every parameter its first values.
   *
   * @param manager keeps the values; close it to free the model
   * @param seed together with a parameter's full name it decides the values
   */
  public final void initialize(NDManager manager, long seed) {
    initialize(manager, seed, "", false);
  }

  /**
   * Gives only buffers their first values, the same as {@link #initialize(NDManager, long)}: enough
   * to find out what the block costs, as a computation may read its buffers but not its parameters.
   */
  public final void initializeBuffers(NDManager manager, long seed) {
    initialize(manager, seed, "", true);
  }

  private void initialize(NDManager manager, long seed, String prefix, boolean buffersOnly) {
    starts.forEach(
        (parameter, start) -> {
          if (buffersOnly && parameter.requiresGradient()) {
            return;
          }
          String name = prefix + parameter.getName();
          float[] values = new float[Math.toIntExact(parameter.getShape().size())];
          start.init.fill(values, new Random(mix(seed, name)));
          setValues(parameter, array(manager, values, start.type, parameter.getShape()));
        });
    children.forEach(
        (name, child) -> child.initialize(manager, seed, prefix + name + ".", buffersOnly));
  }

  private static NDArray array(NDManager manager, float[] values, DataType type, Shape shape) {
    if (type == DataType.FLOAT32) {
      return manager.create(values, shape);
    }
    long[] whole = new long[values.length];
    Arrays.setAll(whole, i -> (long) values[i]);
    return manager.create(whole, shape);
  }

  private static void setValues(Parameter parameter, NDArray array) {
    NDArray old = parameter.isInitialized() ? parameter.getArray() : null;
    if (old != null) {
      try (array) {
        boolean trained = parameter.requiresGradient();
        old.setRequiresGradient(false);
        old.set(new NDIndex("..."), array); // copyTo would make the engine print a warning
        old.setRequiresGradient(trained);
      }
      return;
    }
    parameter.setShape(null);
    parameter.setArray(array);
    array.setRequiresGradient(parameter.requiresGradient());
  }

  /** Mixes a seed with a name (64-bit FNV-1a, then a finalizer), the same on every machine. */
  private static long mix(long seed, String name) {
    long hash = 0xcbf29ce484222325L ^ (seed * 0x9E3779B97F4A7C15L);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 31)) * 0xBF58476D1CE4E5B9L;
    return hash ^ (hash >>> 29);
  }

  /** The block's computation in DJL's terms; subclasses with a typed method override this too. */
  protected NDList run(NDList inputs, boolean training) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " is called by its own methods, not through forward()");
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    return run(inputs, training);
  }

  @Override
  public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
    if (dataType != DataType.FLOAT32) {
      throw new IllegalArgumentException("parameters are float32, not " + dataType);
    }
    initialize(manager, 0);
  }

  @Override
  public boolean isInitialized() {
    return named().values().stream().allMatch(Parameter::isInitialized);
  }

  @Override
  public final ParameterList getDirectParameters() {
    ParameterList list = new ParameterList();
    own.forEach(list::add);
    return list;
  }

  @Override
  public final ParameterList getParameters() {
    ParameterList list = new ParameterList();
    named().forEach(list::add);
    return list;
  }

  @Override
  public final BlockList getChildren() {
    List<Pair<String, ai.djl.nn.Block>> list = new ArrayList<>();
    children.forEach((name, child) -> list.add(new Pair<>(name, child)));
    BlockList blocks = new BlockList();
    list.forEach(blocks::add);
    return blocks;
  }

  /** Not inferred from shapes: a block's typed spec says what comes out. */
  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    throw new UnsupportedOperationException("output widths are in the part's EncodingSpec");
  }
}
