package dev.braid.api.nn.script;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A few functions in TorchScript, through which every operation of the PyTorch engine is reached
 * without Python. The engine gets them when first needed and keeps them while the JVM lives. A
 * script is safe to use from many threads.
 */
public final class Script {

  private static final String ENGINE = "PyTorch";

  private final String functions;
  private @Nullable Loaded loaded;
  private @Nullable String problem;

  /**
   * Nothing is loaded yet.
   *
   * @param functions methods as {@code torch.jit} would save them, {@code def name(self, x: Tensor)
   *     -> Tensor:}; operations are {@code torch.name}, tensors come in and go out
   */
  public Script(String functions) {
    this.functions = functions.indent(2);
  }

  /** Whether the engine of this array has the functions. */
  public boolean runsOn(NDArray array) {
    Engine engine = array.getManager().getEngine();
    return engine != null && engine.getEngineName().equals(ENGINE) && problem() == null;
  }

  /** Why the functions cannot be had here, or null if they can. Loads them. */
  public synchronized @Nullable String problem() {
    if (loaded == null && problem == null) {
      if (!Engine.hasEngine(ENGINE)) {
        problem = "no " + ENGINE + " engine";
        return problem;
      }
      try {
        loaded = Loaded.from(ScriptArchive.of(functions));
      } catch (IOException | MalformedModelException | EngineException | LinkageError e) {
        problem = firstLine(e);
      }
    }
    return problem;
  }

  /**
   * Calls a function of arrays. Gradients flow if this thread records them.
   *
   * @return one array, which belongs to the manager of the first argument
   */
  public NDArray call(String function, NDArray... arguments) {
    NDList plain = new NDList();
    for (NDArray array : arguments) {
      plain.add(unnamed(array, arguments[0].getManager()));
    }
    return require().run(function, plain);
  }

  /**
   * Calls a function that changes lists of arrays in place. If they take gradients, it must switch
   * recording off by {@code torch.set_grad_enabled}. While it runs no other thread may use the
   * arrays.
   *
   * @param first the function's first argument; its manager gets the result, if only for a moment
   * @param lists the other arguments, each a {@code List[Tensor]}
   */
  public void update(String function, NDArray first, List<List<NDArray>> lists) {
    // The engine's own convention: arrays of one name that ends in [] make one list.
    NDList all = new NDList(first);
    List<@Nullable String> names = new ArrayList<>();
    try {
      for (int i = 0; i < lists.size(); i++) {
        for (NDArray array : lists.get(i)) {
          names.add(array.getName());
          array.setName("list" + i + "[]");
          all.add(array);
        }
      }
      require().run(function, all).close();
    } finally {
      for (int i = names.size(); i > 0; i--) {
        all.get(i).setName(names.get(i - 1));
      }
    }
  }

  /** A number as an array to call functions with; made once for each value and never freed. */
  public NDArray constant(double value) {
    return require().constant(value);
  }

  /** The engine reads a structure from names with dots and brackets, so arguments have none. */
  private static NDArray unnamed(NDArray array, NDManager manager) {
    if (array.getName() == null) {
      return array;
    }
    NDArray view = array.reshape(array.getShape());
    view.attach(manager);
    return view;
  }

  /** The engine's messages begin with an empty line and go on with its own stack. */
  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElseGet(e::toString);
  }

  private synchronized Loaded require() {
    if (problem() != null || loaded == null) {
      throw new IllegalStateException("the script cannot run: " + problem);
    }
    return loaded;
  }

  /** The module in the engine; a model that nobody holds is closed by its finalizer. */
  private record Loaded(
      Model model,
      NDManager manager,
      ParameterStore store,
      Map<String, NDArray> functions,
      Map<Double, NDArray> constants) {

    static Loaded from(byte[] archive) throws IOException, MalformedModelException {
      Model model = Model.newInstance("braid-script", ENGINE);
      try {
        model.load(new ByteArrayInputStream(archive), Map.of("trainParam", "true"));
      } catch (IOException | MalformedModelException | EngineException | LinkageError e) {
        model.close();
        throw e;
      } finally {
        Path folder = model.getModelPath(); // load() makes it and leaves it empty
        if (folder != null) {
          Files.deleteIfExists(folder);
        }
      }
      NDManager manager = model.getNDManager().newSubManager(Device.cpu());
      return new Loaded(
          model,
          manager,
          new ParameterStore(manager, false),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>());
    }

    NDArray run(String function, NDList arguments) {
      arguments.add(functions.computeIfAbsent(function, this::selector));
      // Always in training mode: the other never records, and changes the module for all threads.
      return model.getBlock().forward(store, arguments, true).singletonOrThrow();
    }

    /** Not an argument: the engine takes the function's name from the name of an array. */
    private NDArray selector(String function) {
      NDArray array = manager.create(0f);
      array.setName("module_method:" + function);
      return array;
    }

    NDArray constant(double value) {
      return constants.computeIfAbsent(value, manager::create);
    }
  }
}
