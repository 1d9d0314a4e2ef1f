/**
 * The pages of the reference: what parts say of themselves, as Markdown and pictures. Formulas of
 * sizes and costs are evaluated here, so that they can be held to what an operator really has.
 * Writing files is the caller's.
 */
@NullMarked
package dev.braid.core.reference;

import org.jspecify.annotations.NullMarked;
