package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Side;
import dev.braid.core.check.InputPlan;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.index.Embedder;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * Compares the names of colours with pictures, as a trained model would, and has the folder of a
 * run.
 */
final class ColourModel implements Embedder {

  private static final List<String> NAMES = List.of("red", "green", "blue");

  private final Map<String, InputPlan> inputs;
  private final int width;

  private ColourModel(Map<String, InputPlan> inputs, int width) {
    this.inputs = inputs;
    this.width = width;
  }

  /** Vectors have this width; the first three values are used. */
  static EmbedderLoader of(int width) {
    return (run, catalog) -> new ColourModel(inputs(), width);
  }

  private static Map<String, InputPlan> inputs() throws IOException, SpecException {
    return SpecChecker.check(
            SpecReader.parse(Workspace.SPEC, "m.yaml"),
            PartCatalog.discover(ColourModel.class.getClassLoader()))
        .inputs();
  }

  /** A folder with a spec and a best checkpoint, whose weights are this text. */
  static Path run(Path folder, String weights) throws IOException {
    Path step = Files.createDirectories(folder.resolve("checkpoints/1"));
    Files.writeString(folder.resolve("spec.yaml"), Workspace.SPEC);
    Files.writeString(folder.resolve("checkpoints/best.json"), "{\"step\": 1}");
    Files.writeString(step.resolve("model.safetensors"), weights);
    return folder;
  }

  @Override
  public Map<String, InputPlan> inputs(Side side) {
    String name = side == Side.QUERY ? "question" : "picture";
    return Map.of(name, Objects.requireNonNull(inputs.get(name)));
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float[][] embed(Side side, List<Sample> samples) throws BadDataException {
    float[][] vectors = new float[samples.size()][];
    for (int i = 0; i < vectors.length; i++) {
      Sample sample = samples.get(i);
      vectors[i] =
          side == Side.QUERY ? word(sample.value("question")) : picture(sample.value("picture"));
    }
    return vectors;
  }

  private float[] word(Object text) {
    float[] vector = new float[width];
    vector[NAMES.indexOf(text.toString())] = 1;
    return vector;
  }

  private float[] picture(Object file) throws BadDataException {
    try {
      BufferedImage image = ImageIO.read(((Path) file).toFile());
      if (image == null) {
        throw new BadDataException(file + " is no picture");
      }
      float[] vector = new float[width];
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        vector[i] = (image.getRGB(0, 0) >> (16 - 8 * i)) & 0xff;
        sum += vector[i] * vector[i];
      }
      for (int i = 0; i < 3; i++) {
        vector[i] = (float) (vector[i] / Math.sqrt(sum));
      }
      return vector;
    } catch (IOException e) {
      throw new BadDataException(file + " is no picture", e);
    }
  }

  @Override
  public void close() {}
}
