/**
 * From the tree of a spec to a {@link dev.braid.core.check.CheckedSpec}: every part found, every
 * option bound, widths and forms inferred, all problems reported at once. Nothing native is
 * allocated here and no data is read.
 */
@NullMarked
package dev.braid.core.check;

import org.jspecify.annotations.NullMarked;
