/**
 * The block base class and the layers that several parts share, with the parameter names and
 * layouts of torch. A layer that only one part needs lives with that part. No layer here knows a
 * modality, a spec or a task.
 */
@NullMarked
package dev.braid.api.nn;

import org.jspecify.annotations.NullMarked;
