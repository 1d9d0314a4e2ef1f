package dev.braid.core.compare;

import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A variant with a seed.
 *
 * @param epochs other than the variant's own, or null
 */
record Trial(Variant variant, long seed, @Nullable Integer epochs) {

  /** Names its folder: {@code concat-s7}, or {@code concat-e3-s7} for three epochs only. */
  String id() {
    return variant.id() + (epochs == null ? "" : "-e" + epochs) + "-s" + seed;
  }

  /** The complete spec of its run, as text. */
  String spec(int threads) throws SpecException {
    Position at = new Position(OptionRecords.DEFAULT, 0, 0);
    Node.MapNode tree = Objects.requireNonNull(variant.spec()).complete();
    tree = Overrides.set(tree, "name", Sweep.scalar(id(), at), at);
    tree = Overrides.set(tree, "training.seed", Sweep.scalar(seed, at), at);
    tree = Overrides.set(tree, "training.threads", Sweep.scalar(threads, at), at);
    if (epochs != null) {
      tree = Overrides.set(tree, "training.epochs", Sweep.scalar(epochs, at), at);
    }
    return SpecWriter.write(tree);
  }
}
