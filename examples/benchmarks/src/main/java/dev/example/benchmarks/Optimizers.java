package dev.example.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Optimizer.Group;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.engine.GradMode;
import dev.braid.core.optim.Adagrad;
import dev.braid.core.optim.Adam;
import dev.braid.core.optim.AdamW;
import dev.braid.core.optim.Lion;
import dev.braid.core.optim.Moments;
import dev.braid.core.optim.RmsProp;
import dev.braid.core.optim.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of the engine for all parameters, against one call for each and against operations of
 * arrays: {@code Optimizers [WIDTH] [ROUNDS] [THREADS]}, by turns, over 100 arrays as they are in a
 * model: 50 matrices of WIDTH times WIDTH and 50 vectors.
 */
public final class Optimizers {

  private static final int ARRAYS = 100;
  private static final int STEPS = 20;

  private Optimizers() {}

  /** Measures. */
  public static void main(String[] arguments) {
    int width = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    EngineSettings.prepare(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1);
    GradMode.off();
    System.out.println("ms per step: all at once | a call for each | operations of arrays");
    measure(new Sgd(), new Sgd.Options(1e-3, 0.9, 0, true, 0.01), width, rounds);
    measure(new Adam(), new Adam.Options(1e-3, 0.9, 0.999, 1e-8, 0), width, rounds);
    measure(new AdamW(), new AdamW.Options(1e-3, 0.9, 0.999, 1e-8, 0.01), width, rounds);
    measure(new RmsProp(), new RmsProp.Options(1e-3, 0.99, 1e-8, 0, false, 0), width, rounds);
    measure(new Adagrad(), new Adagrad.Options(1e-3, 0, 0, 1e-10, 0), width, rounds);
    measure(new Lion(), new Lion.Options(1e-4, 0.9, 0.99, 0.01), width, rounds);
  }

  private static <O extends Record> void measure(
      OptimizerFactory<O> factory, O options, int width, int rounds) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = arrays(manager, width);
      Map<String, NDArray> gradients = arrays(manager, width);
      try (Optimizer fused = factory.create(options, parameters);
          Optimizer plain = Moments.plainly(factory.create(options, parameters))) {
        List<Group> all = List.of(new Group(gradients, 1e-4, null));
        List<Group> each = new ArrayList<>();
        gradients.forEach((name, g) -> each.add(new Group(Map.of(name, g), 1e-4, null)));
        List<Double> atOnce = new ArrayList<>();
        List<Double> forEach = new ArrayList<>();
        List<Double> operations = new ArrayList<>();
        for (int round = -3; round < rounds; round++) { // the first three warm up
          double[] times = {time(fused, all), time(fused, each), time(plain, all)};
          if (round >= 0) {
            atOnce.add(times[0]);
            forEach.add(times[1]);
            operations.add(times[2]);
          }
        }
        double median = Quartiles.of(atOnce).median();
        System.out.printf(
            "%-8s %s | %s, %.1f times | %s, %.1f times%n",
            factory.type(),
            Quartiles.of(atOnce),
            Quartiles.of(forEach),
            Quartiles.of(forEach).median() / median,
            Quartiles.of(operations),
            Quartiles.of(operations).median() / median);
      }
    }
  }

  private static double time(Optimizer optimizer, List<Group> groups) {
    long begin = System.nanoTime();
    for (int i = 0; i < STEPS; i++) {
      optimizer.step(groups);
    }
    return (System.nanoTime() - begin) / 1e6 / STEPS;
  }

  private static Map<String, NDArray> arrays(NDManager manager, int width) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (int i = 0; i < ARRAYS; i++) {
      Shape shape = i % 2 == 0 ? new Shape(width, width) : new Shape(width);
      arrays.put("p" + i, manager.randomNormal(shape));
    }
    return arrays;
  }
}
