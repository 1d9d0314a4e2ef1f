package dev.braid.encoders.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.Problems;
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
import dev.braid.api.picture.Resize;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The reader {@code video}: clips to sequences of square RGB frames. */
public final class ClipReader implements ReaderFactory<ClipReader.Options> {

  /** Options of {@code video}. */
  public record Options(
      @Option(
              value = "frames of a clip, evenly spread over it; all of a shorter one",
              byDefault = "8",
              min = 1,
              max = 4096)
          int frames,
      @Option(value = "frames a second instead, from the start on", min = 1e-3, max = 1000)
          @Nullable Double rate,
      @Option(
              value = "with a rate, frames of a clip at most",
              byDefault = "64",
              min = 1,
              max = 4096)
          int maxFrames,
      @Option(
              value = "width and height of a frame in pixels",
              byDefault = "64",
              min = 8,
              max = 4096)
          int size,
      @Option(value = "how a frame becomes a square", byDefault = "squash") Resize resize,
      @Option(value = "how bytes become numbers", byDefault = "centre") Normalise normalise,
      @Option(
              value = "frames a second of a folder of frames",
              byDefault = "25",
              min = 1e-3,
              max = 1000)
          double folderRate,
      @Option(value = "longer clips are refused, in seconds", byDefault = "600", min = 0, max = 1e6)
          double maxSeconds,
      @Option(value = "larger clips are refused, in MiB", byDefault = "1024", min = 1, max = 1e6)
          int maxMb,
      @Option(
              value = "clips with larger frames are refused before they are decoded",
              byDefault = "40000000",
              min = 1,
              max = 7e8)
          int maxPixels,
      @Option(
              value = "seconds after which the decoder of a clip is stopped",
              byDefault = "120",
              min = 1,
              max = 86400)
          int timeout) {

    private Limits limits() {
      return new Limits(maxMb, maxPixels, maxSeconds, timeout);
    }

    private Sampling sampling() {
      return new Sampling(frames, rate, maxFrames);
    }
  }

  @Override
  public String type() {
    return "video";
  }

  @Override
  public String description() {
    return "movies (MP4, WebM, …), animated GIFs and folders of PNG or JPEG frames as square RGB"
        + " frames";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.VIDEO;
  }

  @Override
  public void check(Options options, Problems problems) {
    int frames = options.rate() == null ? options.frames() : options.maxFrames();
    long bytes = 3L * options.size() * options.size() * frames;
    if (bytes > Integer.MAX_VALUE) {
      problems.add(
          "size",
          String.format(
              Locale.ROOT,
              "a clip of %d frames of %d pixels would take %.1f GiB, more than 2; take fewer or smaller ones",
              frames,
              options.size(),
              bytes / (double) (1 << 30)));
    }
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public FeatureSpec features(Options options) {
    return new FeatureSpec(new Shape(-1, 3, options.size(), options.size()), 0);
  }

  @Override
  public Reader create(Options options) {
    return new Clips(options, features(options));
  }

  private record Clips(Options options, FeatureSpec features) implements Reader {

    @Override
    public Feature read(Object value) throws BadDataException {
      int size = options.size();
      List<byte[]> frames =
          open(
              value,
              clip ->
                  clip.read(
                      options.sampling(),
                      pixels -> pixels.square(size, options.resize()).planes()));
      byte[] all = new byte[Math.multiplyExact(frames.size(), frame())];
      for (int i = 0; i < frames.size(); i++) {
        System.arraycopy(frames.get(i), 0, all, i * frame(), frame());
      }
      return new Feature.Bytes(all, frames.size(), 3, size, size);
    }

    @Override
    public long[] original(Object value, Feature feature) throws BadDataException {
      return open(
          value,
          clip ->
              new long[] {
                options.sampling().offered(clip.seconds()).length, 3, clip.height(), clip.width()
              });
    }

    private <T> T open(Object value, ClipFile.Work<T> work) throws BadDataException {
      return ClipFile.with(
          FileValue.path(value, "a clip"), options.folderRate(), options.limits(), work);
    }

    /** The bytes of a frame. */
    private int frame() {
      return 3 * options.size() * options.size();
    }

    @Override
    public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
      int samples = features.size();
      int steps = 1;
      for (@Nullable Feature feature : features) {
        steps = feature == null ? steps : Math.max(steps, (int) feature.dimensions()[0]);
      }
      int size = Math.multiplyExact(steps, frame());
      ByteBuffer bytes = Staging.bytes(Math.multiplyExact(samples, size));
      boolean[] present = new boolean[samples];
      boolean[] mask = new boolean[samples * steps];
      for (int i = 0; i < samples; i++) {
        if (features.get(i) instanceof Feature.Bytes clip) {
          present[i] = true;
          bytes.put(i * size, clip.values());
          Arrays.fill(mask, i * steps, i * steps + (int) clip.shape()[0], true);
        }
      }
      NDArray real = manager.create(mask, new Shape(samples, steps));
      Shape shape = new Shape(samples, steps, 3, options.size(), options.size());
      try (NDArray raw = manager.create(bytes, shape, DataType.UINT8)) {
        NDArray values = options.normalise().apply(raw.toType(DataType.FLOAT32, false));
        NDArray covered = Tensors.cover(values.reshape(samples, steps, frame()), real);
        return new InputBatch(covered.reshape(shape), real, manager.create(present));
      }
    }
  }
}
