package dev.braid.cli;

import java.nio.file.Path;
import java.util.Objects;

/** Where things are kept by default. */
final class Folders {

  private Folders() {}

  /** Files that can be made again: {@code BRAID_CACHE}, or the user's cache folder. */
  static Path cache() {
    String own = System.getenv("BRAID_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String shared = System.getenv("XDG_CACHE_HOME");
    Path parent =
        shared != null && !shared.isBlank()
            ? Path.of(shared)
            : Path.of(System.getProperty("user.home"), ".cache");
    return parent.resolve("braid").toAbsolutePath();
  }

  /** The folder that relative paths in a spec start from: the spec's own. */
  static Path base(Path spec) {
    return Objects.requireNonNull(spec.toAbsolutePath().getParent());
  }
}
