package dev.braid.api.model;

import java.util.List;
import java.util.Set;

/**
 * What is known of an encoding before it exists.
 *
 * @param width D, the size of each vector
 * @param forms the forms it can come in
 * @param streams for tokens of a fusion operator: the inputs whose tokens these are, one behind the
 *     other and each as long as the input's own; empty where they are no input's, such as latents
 */
public record EncodingSpec(int width, Set<Form> forms, List<String> streams) {

  /** Keeps copies. */
  public EncodingSpec {
    forms = Set.copyOf(forms);
    streams = List.copyOf(streams);
  }

  /** Whose tokens are no input's, or an encoder's. */
  public EncodingSpec(int width, Set<Form> forms) {
    this(width, forms, List.of());
  }

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
