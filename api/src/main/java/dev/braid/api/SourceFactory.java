package dev.braid.api;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;

/** Makes a data set from options: {@code data: {type: table, train: train.jsonl}}. */
public interface SourceFactory<O extends Record> extends PartFactory<O> {

  /**
   * Reads or generates the samples.
   *
   * @throws BadDataException if the data is not as the options say, naming file, line and column
   */
  Splits open(O options, SourceContext context) throws BadDataException;
}
