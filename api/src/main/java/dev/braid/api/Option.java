package dev.braid.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one option: a component of a part's options record. Description, default and bounds are
 * written here once; checking, the JSON schema, {@code braid parts} and the reference pages are
 * made from it.
 *
 * <p>A component may be {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * an enum (its constants are kebab-case in specs), a boxed form of these, a {@code List} of them, a
 * {@code Map<String, …>}, or another record of options. Its name in a spec is its Java name in
 * snake_case. A component with a default may be left out; one annotated {@code @Nullable} may be
 * left out or null; any other is required.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

  /** What it does, in one line, with its unit or shape. */
  String value();

  /** The default as it would stand in a spec (YAML flow syntax), or "" for none. */
  String byDefault() default "";

  /** The smallest number allowed, inclusive; for lists, of each element. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest number allowed, inclusive; for lists, of each element. */
  double max() default Double.POSITIVE_INFINITY;

  /** For an {@link EncoderPart}, which has no default: the modality of encoders that fit. */
  String modality() default "";
}
