package dev.example.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.PartFactory;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.check.CheckedFusion;
import dev.braid.core.compose.Maker;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.engine.GradMode;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Milliseconds of a training step of every fusion operator that the class path has: {@code
 * Operators CASES.json THREADS SECONDS [absent]}. A step is forward and backward, with gradients of
 * inputs and parameters, and frees what it made. Each operator warms up for so many seconds and is
 * measured for as many. With {@code absent} the first sample lacks the first input.
 */
public final class Operators {

  private static final int FEWEST = 3;

  /** Measures, and prints a line for each operator: its type, a tab, the median of its steps. */
  public static void main(String[] arguments) throws IOException, SpecException {
    JsonNode groups = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
    EngineSettings.prepare(Integer.valueOf(arguments[1]));
    GradMode.off();
    double seconds = Double.parseDouble(arguments[2]);
    boolean absent = arguments.length > 3 && arguments[3].equals("absent");
    PartCatalog catalog = PartCatalog.discover(Operators.class.getClassLoader());
    // The JVM compiles what all operators share while a few of them run; a training is long past
    // that.
    measure(groups, catalog, seconds / 4, absent);
    Map<String, Double> medians = measure(groups, catalog, seconds, absent);
    medians.forEach((type, median) -> System.out.printf("%s\t%.4f%n", type, 1000 * median));
    TreeSet<String> unmeasured = new TreeSet<>(catalog.names(PartKind.FUSION));
    unmeasured.removeAll(medians.keySet());
    if (!unmeasured.isEmpty()) {
      throw new IllegalStateException("the cases lack " + unmeasured);
    }
  }

  private Operators() {}

  /** The median of each operator's steps in seconds, by its type. */
  private static Map<String, Double> measure(
      JsonNode groups, PartCatalog catalog, double seconds, boolean absent) throws SpecException {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (JsonNode group : groups) {
      for (JsonNode options : group.get("operators")) {
        try (Step step = new Step(check(options, inputs(group), catalog), group, absent)) {
          repeat(step, seconds);
          medians.put(options.get("type").asText(), Quartiles.of(repeat(step, seconds)).median());
        }
      }
    }
    return medians;
  }

  static FusionInputs inputs(JsonNode group) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    group.get("inputs").properties().forEach(e -> widths.put(e.getKey(), width(e.getValue())));
    return new FusionInputs(widths);
  }

  private static int width(JsonNode input) {
    return input.get("width").asInt();
  }

  /** An operator as in a spec, with the other options' defaults, but without dropout. */
  static CheckedFusion check(JsonNode options, FusionInputs inputs, PartCatalog catalog)
      throws SpecException {
    ObjectNode all = options.deepCopy();
    PartFactory<?> part = catalog.find(PartKind.FUSION, options.get("type").asText());
    if (part != null
        && Arrays.stream(part.options().getRecordComponents())
            .anyMatch(component -> component.getName().equals("dropout"))) {
      all.put("dropout", 0);
    }
    return CheckedFusion.check(SpecReader.json(all.toString(), "case"), inputs, catalog);
  }

  private static List<Double> repeat(Step step, double seconds) {
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (times.size() < FEWEST || System.nanoTime() < end) {
      long begin = System.nanoTime();
      step.run();
      times.add((System.nanoTime() - begin) / 1e9);
    }
    return times;
  }

  /** An operator with its inputs, all of their tokens real. */
  private static final class Step implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, NDArray> values = new LinkedHashMap<>();
    private final Map<String, NDArray> masks = new LinkedHashMap<>();
    private final Map<String, NDArray> present = new LinkedHashMap<>();
    private final NDArray cotangent;
    private final Fusion operator;
    private final Form form;

    /** With all inputs present, or all but the first sample's first. */
    Step(CheckedFusion checked, JsonNode group, boolean absent) {
      form = Maker.wants(checked.fusion());
      operator = Maker.fusion(checked.fusion(), checked.inputs());
      operator.initialize(manager, 1);
      long batch = group.get("batch").asLong();
      cotangent = manager.randomNormal(new Shape(batch, checked.fused().width()));
      group
          .get("inputs")
          .properties()
          .forEach(
              input -> {
                Shape samples = new Shape(batch);
                boolean lacking = absent && present.isEmpty();
                present.put(input.getKey(), here(samples, lacking));
                if (form == Form.TOKENS) {
                  samples = samples.add(input.getValue().get("tokens").asLong());
                  masks.put(input.getKey(), here(samples, lacking));
                }
                Shape shape = samples.add(width(input.getValue()));
                values.put(input.getKey(), manager.randomNormal(shape));
              });
    }

    private NDArray here(Shape shape, boolean lacking) {
      boolean[] here = new boolean[Math.toIntExact(shape.size())];
      Arrays.fill(here, true);
      if (lacking) {
        Arrays.fill(here, 0, Math.toIntExact(shape.slice(1).size()), false);
      }
      return manager.create(here, shape);
    }

    /** As the training loop makes a step: everything in it belongs to a manager of its own. */
    void run() {
      try (NDManager step = NDManager.newBaseManager();
          GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        Map<String, Encoding> inputs = new LinkedHashMap<>();
        values.forEach((m, value) -> inputs.put(m, encoding(m, value, step)));
        NDArray fused = operator.fuse(inputs, true).requirePooled();
        collector.backward(fused.mul(cotangent).sum());
      }
    }

    private Encoding encoding(String m, NDArray value, NDManager step) {
      NDArray leaf = view(value, step);
      leaf.setRequiresGradient(true);
      NDArray here = view(Objects.requireNonNull(present.get(m)), step);
      NDArray mask = masks.get(m);
      return mask == null
          ? Encoding.ofPooled(leaf, here)
          : Encoding.ofTokens(leaf, view(mask, step), here);
    }

    /** The same values for one step: results belong to the manager of the first argument. */
    private static NDArray view(NDArray array, NDManager step) {
      NDArray view = array.stopGradient();
      view.attach(step);
      return view;
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
