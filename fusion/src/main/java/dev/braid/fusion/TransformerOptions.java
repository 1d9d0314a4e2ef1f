package dev.braid.fusion;

import dev.braid.api.nn.Nonlinearity;
import org.jspecify.annotations.Nullable;

/** The options of operators made of Transformer layers. */
interface TransformerOptions extends TokenOptions {

  @Nullable Integer feedForward();

  Nonlinearity activation();

  double dropout();

  /** Operators without this option have the norm before each sub-layer. */
  default boolean preNorm() {
    return true;
  }
}
