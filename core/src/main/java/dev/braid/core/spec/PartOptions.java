package dev.braid.core.spec;

import org.jspecify.annotations.Nullable;

/** Finds the part that an option holds, see {@link dev.braid.api.EncoderPart}. */
@FunctionalInterface
public interface PartOptions {

  /** For records that are not the options of a part and hold none. */
  PartOptions NONE =
      (option, node, path) -> {
        throw new IllegalStateException(path + " holds a part, which has no place here");
      };

  /**
   * Finds and binds a part.
   *
   * @param node as the spec has it: a name, or a mapping with its type
   * @return null after a problem, which was reported
   */
  @Nullable Found bind(OptionInfo option, Node node, String path);

  /**
   * A part that was found.
   *
   * @param part the value of the option
   * @param complete its mapping with type and defaults filled in
   */
  record Found(Object part, Node complete) {}
}
