package dev.braid.api;

import java.util.regex.Pattern;

/**
 * A kind of input: {@code text}, {@code image} or one that an extension brings. Readers and
 * encoders of one modality fit together; nothing else in Braid knows a modality by name.
 *
 * @param name kebab-case
 */
public record Modality(String name) {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** Written language: a string per sample. */
  public static final Modality TEXT = new Modality("text");

  /** A still picture: a file per sample. */
  public static final Modality IMAGE = new Modality("image");

  /** Moving pictures: a file or a folder of frames per sample. */
  public static final Modality VIDEO = new Modality("video");

  /** Refuses a name that is not kebab-case. */
  public Modality {
    if (!KEBAB.matcher(name).matches()) {
      throw new IllegalArgumentException("a modality's name is kebab-case, not '" + name + "'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
