package dev.braid.core.parts.strangers;

/** A library that is left out of the jar. */
public final class MissingLibrary {
  private MissingLibrary() {}

  static <T> T give() {
    throw new UnsupportedOperationException();
  }
}
