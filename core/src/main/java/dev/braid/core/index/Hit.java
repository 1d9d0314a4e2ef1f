package dev.braid.core.index;

import java.util.Map;

/**
 * An entry that was found.
 *
 * @param score the cosine of its vector and the query's, from -1 to 1, or what a {@link
 *     Retrieval.Reranker} gave it
 * @param fields what was kept with it, by name
 */
public record Hit(String id, float score, Map<String, Object> fields) {}
