package dev.braid.api.model;

import java.util.Set;

/**
 * What is known of an encoding before it exists.
 *
 * @param width D, the size of each vector
 * @param forms the forms it can come in
 */
public record EncodingSpec(int width, Set<Form> forms) {

  /** Only pooled vectors of this width. */
  public static EncodingSpec pooled(int width) {
    return new EncodingSpec(width, Set.of(Form.POOLED));
  }

  /** Only tokens of this width. */
  public static EncodingSpec tokens(int width) {
    return new EncodingSpec(width, Set.of(Form.TOKENS));
  }

  /** Pooled vectors and tokens, both of this width. */
  public static EncodingSpec both(int width) {
    return new EncodingSpec(width, Set.of(Form.POOLED, Form.TOKENS));
  }
}
