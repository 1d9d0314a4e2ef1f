package dev.braid.api;

import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;

/** Makes a fusion operator: the encodings of all inputs to one. */
public interface FusionFactory<O extends Record> extends PartFactory<O> {

  /** Whether it works on pooled vectors or on tokens; the other form is converted for it. */
  Form wants(O options);

  /**
   * What it will yield for these inputs; problems with their number, widths or the options are
   * reported, not thrown. Whatever is returned beside a problem is not used.
   */
  EncodingSpec output(O options, FusionInputs inputs, Problems problems);

  /** Builds the block for inputs that {@link #output} found no problem with. */
  Fusion create(O options, FusionInputs inputs);

  /** What only its author knows about it, for its page of the reference. */
  default Reference reference() {
    return Reference.NONE;
  }
}
