package dev.braid.core.compare;

import dev.braid.core.check.CheckedSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A spec to be tried.
 *
 * @param id short and unique, fit for the name of a folder
 * @param label for people
 * @param changes to the base spec
 * @param spec null where it cannot be checked
 * @param error why it cannot, or null
 */
record Variant(
    Leaderboard.Kind kind,
    String id,
    String label,
    List<Change> changes,
    @Nullable CheckedSpec spec,
    @Nullable String error) {}
