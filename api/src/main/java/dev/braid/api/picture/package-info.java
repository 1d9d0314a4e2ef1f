/**
 * Decoded pictures on the host, made square and brought to numbers the same way by every reader
 * that has pictures, of files or of clips. How files are decoded is each reader's own.
 */
@NullMarked
package dev.braid.api.picture;

import org.jspecify.annotations.NullMarked;
