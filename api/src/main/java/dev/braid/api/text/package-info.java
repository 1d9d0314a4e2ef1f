/**
 * Words: splitting a text into them and numbering them, for readers of text and for tasks that
 * write it. What a number means to a model is in the parts themselves.
 */
@NullMarked
package dev.braid.api.text;

import org.jspecify.annotations.NullMarked;
