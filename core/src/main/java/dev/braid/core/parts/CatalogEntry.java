package dev.braid.core.parts;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.PartFactory;
import dev.braid.api.ReaderFactory;
import org.jspecify.annotations.Nullable;

/**
 * A part and where it came from.
 *
 * @param location the jar or folder of the class
 */
public record CatalogEntry(PartKind kind, PartFactory<?> factory, String location) {

  /** The modality of its part, or null. */
  public @Nullable Modality modality() {
    return modality(factory);
  }

  /** The modality of a reader, an augmentation or an encoder; null for other kinds. */
  public static @Nullable Modality modality(PartFactory<?> factory) {
    if (factory instanceof ReaderFactory<?> reader) {
      return reader.modality();
    }
    if (factory instanceof AugmentationFactory<?> augmentation) {
      return augmentation.modality();
    }
    return factory instanceof EncoderFactory<?> encoder ? encoder.modality() : null;
  }

  /** {@code class name (jar)}. */
  String origin() {
    return factory.getClass().getName() + " (" + location + ")";
  }
}
