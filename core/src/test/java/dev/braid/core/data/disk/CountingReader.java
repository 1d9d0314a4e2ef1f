package dev.braid.core.data.disk;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads a file's bytes as they are, and counts how often. */
final class CountingReader implements Reader {

  private final AtomicInteger reads = new AtomicInteger();
  private final String learned;

  CountingReader(String learned) {
    this.learned = learned;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public FeatureSpec features() {
    return new FeatureSpec(new Shape(-1), 256);
  }

  @Override
  public Feature read(Object value) throws BadDataException {
    reads.incrementAndGet();
    try {
      byte[] bytes = Files.readAllBytes((Path) value);
      return new Feature.Bytes(bytes, 1, bytes.length);
    } catch (IOException e) {
      throw new BadDataException("there is no file " + value, e);
    }
  }

  @Override
  public InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(Path folder) throws IOException {
    Files.writeString(folder.resolve("learned.txt"), learned);
  }

  /** Fills a cache from another process: the cache's folder, then the files. */
  public static void main(String... arguments) throws Exception {
    CountingReader reader = new CountingReader("");
    try (DiskCache cache = new DiskCache(Path.of(arguments[0]), "o", reader, true, 1 << 30, 3000)) {
      for (int i = 1; i < arguments.length; i++) {
        cache.read(Path.of(arguments[i]));
      }
    }
    System.out.println(reader.reads());
  }
}
