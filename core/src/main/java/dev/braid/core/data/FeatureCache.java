package dev.braid.core.data;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads raw values of one input, keeping the features of as many as fit into its share of memory. A
 * value that is not kept is read again, with the same result. Safe for several threads.
 */
public final class FeatureCache implements Features {

  private final Reader reader;
  private final Map<Object, Feature> kept = new ConcurrentHashMap<>();
  private final AtomicLong free;

  /** With room for this many bytes of features. */
  public FeatureCache(Reader reader, long bytes) {
    this.reader = reader;
    this.free = new AtomicLong(bytes);
  }

  /** The reader behind it. */
  public Reader reader() {
    return reader;
  }

  @Override
  public Feature read(Object value) throws BadDataException {
    Feature known = kept.get(value);
    if (known != null) {
      return known;
    }
    Feature feature = reader.read(value);
    if (free.addAndGet(-feature.bytes()) >= 0) {
      kept.put(value, feature);
    } else {
      free.addAndGet(feature.bytes());
    }
    return feature;
  }
}
