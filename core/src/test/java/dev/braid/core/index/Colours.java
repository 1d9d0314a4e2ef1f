package dev.braid.core.index;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Side;
import dev.braid.core.check.Bound;
import dev.braid.core.check.CacheKind;
import dev.braid.core.check.InputPlan;
import dev.braid.core.spec.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compares the names of colours with files that hold three numbers. */
final class Colours implements Embedder {

  static final Map<String, InputPlan> WORDS = Map.of("words", plan("words", "text", false));
  static final Map<String, InputPlan> PICTURE = Map.of("picture", plan("picture", "file", true));

  record None() {}

  private record Reading(boolean readsFiles) implements ReaderFactory<None> {
    @Override
    public String type() {
      return "reading";
    }

    @Override
    public String description() {
      return "reads";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public Modality modality() {
      return Modality.TEXT;
    }

    @Override
    public FeatureSpec features(None options) {
      return new FeatureSpec(new Shape(3), 0);
    }

    @Override
    public Reader create(None options) {
      throw new UnsupportedOperationException();
    }
  }

  static InputPlan plan(String name, String column, boolean file) {
    Position position = new Position("m.yaml", 1, 1);
    return new InputPlan(
        name,
        Modality.TEXT,
        List.of(column),
        new Bound<>(new Reading(file), new None(), position),
        new FeatureSpec(new Shape(3), 0),
        List.of(),
        new Bound<EncoderFactory<?>>(null, new None(), position),
        EncodingSpec.pooled(3),
        null,
        CacheKind.NONE);
  }

  @Override
  public Map<String, InputPlan> inputs(Side side) {
    return side == Side.QUERY ? WORDS : PICTURE;
  }

  @Override
  public int width() {
    return 3;
  }

  @Override
  public float[][] embed(Side side, List<Sample> samples) throws BadDataException {
    float[][] vectors = new float[samples.size()][];
    for (int i = 0; i < vectors.length; i++) {
      Sample sample = samples.get(i);
      vectors[i] = side == Side.QUERY ? word(sample.value("text")) : picture(sample);
    }
    return vectors;
  }

  private static float[] word(Object text) {
    return switch (text.toString()) {
      case "red" -> Vectors.unit(1, 0, 0);
      case "green" -> Vectors.unit(0, 1, 0);
      default -> Vectors.unit(0, 0, 1);
    };
  }

  private static float[] picture(Sample sample) throws BadDataException {
    try {
      String[] numbers = Files.readString((Path) sample.value("file")).strip().split(" ");
      return Vectors.unit(
          Float.parseFloat(numbers[0]), Float.parseFloat(numbers[1]), Float.parseFloat(numbers[2]));
    } catch (IOException | NumberFormatException e) {
      throw new BadDataException(sample.id() + ": is no picture");
    }
  }

  @Override
  public void close() {}
}
