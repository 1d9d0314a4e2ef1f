package dev.braid.api.data;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set.
 *
 * @param columns the names of all columns
 * @param train what is learned from; a validation split is cut off it where {@code validation} is
 *     null
 * @param validation for choosing the best checkpoint, or null
 * @param test looked at once, at the end; may be empty
 */
public record Splits(
    Set<String> columns,
    List<Sample> train,
    @Nullable List<Sample> validation,
    List<Sample> test) {}
