package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.nn.Staging;
import dev.braid.api.nn.Tensors;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader {@code image}: picture files to square RGB tensors. */
public final class PictureReader implements ReaderFactory<PictureReader.Options> {

  /** How a picture becomes a square. */
  public enum Resize {
    /** Stretched. */
    SQUASH,
    /** The shorter side fits, the middle is cut out. */
    CROP,
    /** The longer side fits, the rest is black. */
    PAD
  }

  /** How bytes become numbers. */
  public enum Normalise {
    /** x/255 - 0.5. */
    CENTRE,
    /** x/255. */
    UNIT,
    /** (x/255 - mean) / deviation of ImageNet, as torchvision's models expect. */
    IMAGENET
  }

  /** Options of {@code image}. */
  public record Options(
      @Option(value = "width and height in pixels", byDefault = "64", min = 8, max = 4096) int size,
      @Option(value = "how a picture becomes a square", byDefault = "squash") Resize resize,
      @Option(value = "how bytes become numbers", byDefault = "centre") Normalise normalise,
      @Option(
              value = "larger pictures are refused before they are decoded",
              byDefault = "100000000",
              min = 1,
              max = 7e8)
          int maxPixels) {}

  @Override
  public String type() {
    return "image";
  }

  @Override
  public String description() {
    return "PNG, JPEG, GIF, BMP and WebP files as square RGB pictures";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.IMAGE;
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public FeatureSpec features(Options options) {
    return new FeatureSpec(new Shape(3, options.size(), options.size()), 0);
  }

  @Override
  public Reader create(Options options) {
    return new Pictures(options, features(options));
  }

  private record Pictures(Options options, FeatureSpec features) implements Reader {

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    @Override
    public Feature read(Object value) throws BadDataException {
      Pixels pixels = PictureFile.decode(path(value), options.maxPixels());
      return new Feature.Bytes(
          pixels.square(options.size(), options.resize()).planes(),
          3,
          options.size(),
          options.size());
    }

    @Override
    public long[] original(Object value, Feature feature) throws BadDataException {
      PictureFile.Size size = PictureFile.size(path(value), options.maxPixels());
      return new long[] {3, size.height(), size.width()};
    }

    private static Path path(Object value) throws BadDataException {
      try {
        if (value instanceof Path || value instanceof String) {
          return value instanceof Path path ? path : Path.of((String) value);
        }
      } catch (InvalidPathException e) {
        throw new BadDataException("not a path of a file: " + e.getMessage(), e);
      }
      throw new BadDataException(
          "a picture is given as the path of its file, not as " + value.getClass().getSimpleName());
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      int size = 3 * options.size() * options.size();
      ByteBuffer bytes = Staging.bytes(Math.multiplyExact(features.size(), size));
      boolean[] present = new boolean[features.size()];
      boolean complete = true;
      for (int i = 0; i < present.length; i++) {
        if (features.get(i) instanceof Feature.Bytes picture) {
          present[i] = true;
          bytes.put(i * size, picture.values());
        }
        complete &= present[i];
      }
      Shape shape = new Shape(features.size(), 3, options.size(), options.size());
      NDArray here = manager.create(present);
      try (NDArray raw = manager.create(bytes, shape, DataType.UINT8)) {
        NDArray values = normalise(raw.toType(DataType.FLOAT32, false));
        return new InputBatch(complete ? values : Tensors.orZeros(here, values), null, here);
      }
    }

    private NDArray normalise(NDArray values) {
      NDManager manager = values.getManager();
      return switch (options.normalise()) {
        case UNIT -> values.divi(255);
        case CENTRE -> values.divi(255).subi(0.5f);
        case IMAGENET ->
            values
                .divi(255)
                .subi(manager.create(MEAN, new Shape(1, 3, 1, 1)))
                .divi(manager.create(DEVIATION, new Shape(1, 3, 1, 1)));
      };
    }
  }
}
