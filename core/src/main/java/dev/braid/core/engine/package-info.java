/**
 * The one place that knows what DJL's interfaces do not reach in the PyTorch engine. It finds the
 * engine's classes by name at run time, so nothing is compiled against them. Everything else uses
 * DJL's own interfaces.
 */
@NullMarked
package dev.braid.core.engine;

import org.jspecify.annotations.NullMarked;
