package dev.braid.core.check;

import dev.braid.api.PartFactory;
import dev.braid.core.spec.Position;

/**
 * A part chosen by a spec, with its options.
 *
 * @param factory makes the part
 * @param options an instance of the factory's options record
 * @param position where the spec names the part
 */
public record Bound<F extends PartFactory<?>>(F factory, Record options, Position position) {}
