package dev.braid.api.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the raw values of one input into tensors. {@link #read} is called from several threads at
 * once, after {@link #fit} or {@link #load}; what it learned is saved in the run directory, so that
 * a model can be used without its data.
 */
public interface Reader {

  /**
   * Learns from the train split and nothing else, such as a vocabulary.
   *
   * @param values the raw values of the samples that have this input
   */
  default void fit(Iterable<Object> values) throws BadDataException {}

  /** What it yields, complete once it has learned. */
  FeatureSpec features();

  /** The ids that are not words, for augmentations; by default all are. */
  default SpecialIds special() {
    return SpecialIds.NONE;
  }

  /**
   * Reads one raw value; the same value gives the same features.
   *
   * @throws BadDataException if it cannot be read, naming the file or the text and the remedy. The
   *     caller adds the sample's id
   */
  Feature read(Object value) throws BadDataException;

  /**
   * The shape of a value before the reader fits it to its own limits: a text with all its words, a
   * picture in the size of its file. By default it is fitted to none.
   *
   * @param value that was read
   * @param feature what was made of it
   * @return as many dimensions as the feature has; those of varying size are not less than its own
   */
  default long[] original(Object value, Feature feature) throws BadDataException {
    return feature.dimensions();
  }

  /** What an id stands for, for people; by default its number. */
  default String token(int id) {
    return Integer.toString(id);
  }

  /**
   * Makes the tensors of one batch: pads, masks, marks absent samples.
   *
   * @param features one per sample, null where the sample lacks this input
   */
  InputBatch batch(List<? extends @Nullable Feature> features, NDManager manager);

  /** Writes what it learned into an empty folder of its own. */
  default void save(Path folder) throws IOException {}

  /** Reads what {@link #save} wrote. */
  default void load(Path folder) throws IOException {}
}
