package dev.braid.core.data;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;

/** The features of the raw values of one input, read or kept. Safe for several threads. */
@FunctionalInterface
public interface Features extends AutoCloseable {

  /** The features of a raw value; they may be kept and must not be changed. */
  Feature read(Object value) throws BadDataException;

  /** Nothing is read afterwards. */
  @Override
  default void close() {}
}
