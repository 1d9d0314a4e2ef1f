package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Optimizer;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.data.Batches;
import dev.braid.core.data.FeatureCache;
import dev.braid.core.data.HostBatch;
import dev.braid.core.engine.GradMode;
import dev.braid.core.optim.Adam;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/**
 * A few steps of a composed model on questions about two small pictures, or clips of two pictures,
 * some of them missing.
 */
final class SmallTraining {

  /** What lies behind two gates that start closed gets its gradient in the third step. */
  private static final int STEPS = 3;

  /** So that the deepest encoder has more than one cell left. */
  private static final int SIZE = 64;

  private final List<Sample> samples;

  /** Draws the pictures into a folder. */
  SmallTraining(Path folder) throws Exception {
    Path first = picture(folder, 1);
    Path second = picture(folder, 2);
    samples =
        List.of(
            sample("what colour is the circle", first, "red"),
            sample("is there a square", second, "yes"),
            sample("what is left", first, "no"),
            sample("what colour is the circle", second, "no"),
            sample("is it left", null, "red"),
            sample(null, second, "yes"),
            sample(null, null, "red"));
  }

  private static Path picture(Path folder, long seed) throws Exception {
    Random random = new Random(seed);
    Path clip = Files.createDirectories(folder.resolve("clip" + seed));
    draw(clip.resolve("0.png"), random);
    draw(clip.resolve("1.png"), random);
    return Files.copy(clip.resolve("0.png"), folder.resolve(seed + ".png"));
  }

  private static void draw(Path file, Random random) throws Exception {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt());
    }
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }

  private static Sample sample(
      @org.jspecify.annotations.Nullable String question,
      @org.jspecify.annotations.Nullable Path picture,
      String answer) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (question != null) {
      values.put("question", question);
    }
    if (picture != null) {
      values.put("picture", picture);
      // One of the pictures lacks the first number and the last.
      int last = picture.toString().charAt(picture.toString().length() - 5);
      values.put("numbers", last == '1' ? ",0.5," : "3,1,-1");
      String number = picture.getFileName().toString().replace(".png", "");
      values.put("clip", picture.resolveSibling("clip" + number));
    }
    values.put("answer", answer);
    return new Sample(question + " " + picture, values);
  }

  /**
   * Composes and trains; every loss and gradient is finite.
   *
   * @return the trained parameters that never had a gradient
   */
  Set<String> untrained(CheckedSpec spec) throws Exception {
    GradMode.off();
    Composition composition = new Composition(spec);
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, FeatureCache> caches = new LinkedHashMap<>();
    for (Map.Entry<String, Reader> entry : composition.readers().entrySet()) {
      String name = entry.getKey();
      String column = Objects.requireNonNull(spec.inputs().get(name)).column();
      columns.put(name, column);
      entry
          .getValue()
          .fit(
              samples.stream()
                  .map(sample -> sample.value(column))
                  .filter(Objects::nonNull)
                  .toList());
      caches.put(name, new FeatureCache(entry.getValue(), 1 << 20));
    }
    composition.task().fit(samples);
    BraidModel model = composition.model();
    try (NDManager manager = NDManager.newBaseManager();
        Batches batches = new Batches(columns, caches, 1)) {
      model.initialize(manager, 1);
      HostBatch batch = batches.of(samples, samples.size()).next();
      return steps(composition, batch);
    }
  }

  private static Set<String> steps(Composition composition, HostBatch batch) throws Exception {
    Map<String, NDArray> trained = new LinkedHashMap<>();
    composition
        .model()
        .named()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                trained.put(name, parameter.getArray());
              }
            });
    Set<String> untrained = new TreeSet<>(trained.keySet());
    try (Optimizer adam =
        new Adam().create(new Adam.Options(0.01, 0.9, 0.999, 1e-20, 0), trained)) {
      for (int step = 0; step < STEPS; step++) {
        Engine.getInstance().setRandomSeed(step);
        try (NDManager manager = NDManager.newBaseManager()) {
          Map<String, NDArray> gradients = gradients(composition, batch, trained, manager);
          gradients.forEach(
              (name, gradient) -> {
                float size = gradient.abs().sum().getFloat();
                assertThat(size).as("gradient of %s", name).isFinite();
                if (size > 0) {
                  untrained.remove(name);
                }
              });
          adam.step(gradients, 0.01 / (step + 1));
        }
      }
    }
    return untrained;
  }

  private static Map<String, NDArray> gradients(
      Composition composition, HostBatch batch, Map<String, NDArray> trained, NDManager manager)
      throws Exception {
    NDList targets = composition.task().targets(batch.samples(), true, manager);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList outputs = composition.model().pass(batch, manager, true, targets, 0).outputs();
      for (NDArray output : outputs) {
        assertThat(output.toType(DataType.FLOAT32, false).abs().sum().getFloat())
            .as("outputs")
            .isFinite();
      }
      collector.backward(composition.task().loss(outputs, targets));
    }
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    trained.forEach(
        (name, array) -> {
          NDArray gradient = array.getGradient();
          gradient.attach(manager);
          gradients.put(name, gradient);
        });
    return gradients;
  }
}
