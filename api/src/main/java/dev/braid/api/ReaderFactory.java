package dev.braid.api;

import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.Reader;

/**
 * Makes the reader of an input. A reader whose type name equals its modality's name is that
 * modality's default and need not be named in a spec.
 */
public interface ReaderFactory<O extends Record> extends PartFactory<O> {

  /** The modality of what it reads. */
  Modality modality();

  /** Whether the raw value is a file, so that a source resolves it against its own folder. */
  default boolean readsFiles() {
    return false;
  }

  /**
   * Whether a raw value may be several at once: a list, or a map from the columns of the data to
   * their values, null where a sample lacks one. Then an input may name several columns.
   */
  default boolean readsSeveral() {
    return false;
  }

  /** The shape of what it yields, as far as the options tell it; used to check a spec. */
  FeatureSpec features(O options);

  /** A reader that has learned nothing yet. */
  Reader create(O options);
}
