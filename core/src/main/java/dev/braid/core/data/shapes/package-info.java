/**
 * The sources {@code shapes} and {@code shape-clips}: pictures and clips of coloured shapes,
 * descriptions and questions about them, drawn from a seed. Everything here is integer arithmetic,
 * so the same options give the same pixels and texts on every machine. How samples are read and
 * batched is not here.
 */
@NullMarked
package dev.braid.core.data.shapes;

import org.jspecify.annotations.NullMarked;
