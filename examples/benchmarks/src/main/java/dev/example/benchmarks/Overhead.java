package dev.example.benchmarks;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.core.data.Order;
import dev.braid.core.train.TrainingListener;
import dev.braid.core.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much slower a training step of Braid is than the same step written by hand on DJL: {@code
 * Overhead classic.yaml [PAIRS] [key=value …]}. Braid's own training loop makes some steps, then,
 * in its listener, the hand-written program makes as many on the same batches, and so on by turns.
 */
public final class Overhead implements TrainingListener {

  private static final int BLOCK = 2;
  private static final int WARM_UP = 2;

  private final List<List<HandWritten.Example>> batches;
  private final HandWritten hand;
  private final List<Double> braidSeconds = new ArrayList<>();
  private final List<Double> handSeconds = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private long resumed;

  private Overhead(List<List<HandWritten.Example>> batches, HandWritten hand) {
    this.batches = batches;
    this.hand = hand;
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    Path spec = Path.of(arguments[0]);
    int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    int steps = BLOCK * (WARM_UP + pairs);
    // One statement a picture: where a picture comes twice in a batch, Braid encodes it once.
    List<String> overrides =
        new ArrayList<>(List.of("data.questions=1", "data.pictures=" + 64 * steps));
    overrides.addAll(List.of(arguments).subList(Math.min(2, arguments.length), arguments.length));
    try (Scratch scratch = Scratch.create();
        Rig rig = Rig.open(spec, steps, overrides, scratch.path());
        HandWritten hand = new HandWritten(rig.model().named())) {
      Overhead overhead = new Overhead(batches(rig, steps), hand);
      System.out.printf(
          "%,d parameters, batch %d, %s threads of the engine%n",
          rig.model().parameterCount(),
          rig.spec().training().batch(),
          System.getProperty("ai.djl.pytorch.num_threads"));
      overhead.resumed = System.nanoTime();
      rig.train(overhead);
      overhead.report();
    }
  }

  /** What Braid's first epoch trains on, in its order. */
  private static List<List<HandWritten.Example>> batches(Rig rig, int steps)
      throws BadDataException {
    TrainingOptions options = rig.spec().training();
    List<Sample> order =
        Order.shuffled(rig.train(), options.groupBy(), Order.seed(options.seed(), 1, 1));
    Reader statements = rig.reader("statement");
    Reader pictures = rig.reader("picture");
    Map<Object, Feature> known = new HashMap<>();
    List<List<HandWritten.Example>> batches = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      List<HandWritten.Example> batch = new ArrayList<>();
      for (Sample sample : order.subList(step * options.batch(), (step + 1) * options.batch())) {
        Object picture = Rig.value(sample, "picture");
        if (!known.containsKey(picture)) {
          known.put(picture, pictures.read(picture));
        }
        if (known.get(picture) instanceof Feature.Bytes bytes
            && statements.read(Rig.value(sample, "statement")) instanceof Feature.Ids ids
            && sample.value("truth") instanceof Boolean truth) {
          batch.add(new HandWritten.Example(ids.values(), bytes.values(), truth));
        }
      }
      batches.add(batch);
    }
    return batches;
  }

  @Override
  public void step(int epoch, int step, long update, int samples, double loss) {
    braidSeconds.add((System.nanoTime() - resumed) / 1e9);
    losses.add(loss);
    if (step % BLOCK == 0) {
      for (int i = step - BLOCK; i < step; i++) {
        long begin = System.nanoTime();
        double own = hand.step(batches.get(i));
        handSeconds.add((System.nanoTime() - begin) / 1e9);
        check(i, losses.get(i), own);
      }
      ratios.add(sum(braidSeconds, step) / sum(handSeconds, step));
    }
    resumed = System.nanoTime();
  }

  /**
   * The first losses come from the same weights and must be the same up to rounding; later ones
   * drift apart, because each update makes the difference in rounding larger.
   */
  private static void check(int step, double braid, double hand) {
    if (step < BLOCK) {
      System.out.printf("step %d: loss %.7f in Braid, %.7f by hand%n", step + 1, braid, hand);
    }
    if (step == 0 && Math.abs(braid - hand) > 1e-5 * Math.abs(hand)) {
      throw new IllegalStateException("the two programs do not compute the same loss");
    }
  }

  private static double sum(List<Double> seconds, int end) {
    return seconds.subList(end - BLOCK, end).stream().mapToDouble(Double::doubleValue).sum();
  }

  private void report() {
    int from = BLOCK * WARM_UP;
    Quartiles braid = Quartiles.of(braidSeconds.subList(from, braidSeconds.size()));
    Quartiles plain = Quartiles.of(handSeconds.subList(from, handSeconds.size()));
    System.out.printf("Braid, seconds a step:           %s%n", braid);
    System.out.printf("hand-written, seconds a step:    %s%n", plain);
    System.out.printf("ratio of the medians:            %.4f%n", braid.median() / plain.median());
    System.out.printf(
        "ratio within pairs of %d steps:   %s, %d pairs%n",
        BLOCK, Quartiles.of(ratios.subList(WARM_UP, ratios.size())), ratios.size() - WARM_UP);
  }
}
