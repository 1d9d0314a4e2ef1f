package dev.braid.core.spec;

/**
 * One thing wrong with a spec.
 *
 * @param position where
 * @param path the dotted path ({@code fusion.heads}), or "" for the whole spec
 * @param message what, and what would be right
 */
public record Problem(Position position, String path, String message) {

  /** {@code model.yaml:12:5 fusion.heds: unknown option …}. */
  @Override
  public String toString() {
    return position + (path.isEmpty() ? ": " : " " + path + ": ") + message;
  }
}
