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
import dev.braid.api.data.FileValue;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.nn.Staging;
import dev.braid.api.nn.Tensors;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Pixels;
import dev.braid.api.picture.Resize;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader {@code image}: picture files to square RGB tensors. */
public final class PictureReader implements ReaderFactory<PictureReader.Options> {

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

    @Override
    public Feature read(Object value) throws BadDataException {
      Pixels pixels = PictureFile.decode(FileValue.path(value, "a picture"), options.maxPixels());
      return new Feature.Bytes(
          pixels.square(options.size(), options.resize()).planes(),
          3,
          options.size(),
          options.size());
    }

    @Override
    public long[] original(Object value, Feature feature) throws BadDataException {
      PictureFile.Size size =
          PictureFile.size(FileValue.path(value, "a picture"), options.maxPixels());
      return new long[] {3, size.height(), size.width()};
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
        NDArray values = options.normalise().apply(raw.toType(DataType.FLOAT32, false));
        return new InputBatch(complete ? values : Tensors.orZeros(here, values), null, here);
      }
    }
  }
}
