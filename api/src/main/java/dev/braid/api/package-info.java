/**
 * What an extension author compiles against: the plugin entry, the factories of every kind of part
 * and the annotation that describes an option. Nothing here knows how a spec is read, how a model
 * is composed or which engine runs it; that is {@code dev.braid.core}. The tensors that flow
 * between parts are in {@code data} and {@code model}, layers that parts share in {@code nn}, words
 * in {@code text}, intervals of measures in {@code metric}.
 */
@NullMarked
package dev.braid.api;

import org.jspecify.annotations.NullMarked;
