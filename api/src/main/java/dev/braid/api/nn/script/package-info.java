/**
 * Functions of the PyTorch engine that DJL's interfaces do not reach, written in the engine's
 * script language and loaded through {@code ai.djl:api}. This is the only place that knows the
 * script format; whoever uses a script keeps a way to do without it, for other engines.
 */
@NullMarked
package dev.braid.api.nn.script;

import org.jspecify.annotations.NullMarked;
