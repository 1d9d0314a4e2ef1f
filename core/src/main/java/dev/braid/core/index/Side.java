package dev.braid.core.index;

import java.util.Locale;

/** What is compared with what: what people ask with, and what they look for. */
public enum Side {
  /** What is asked with, such as a text. */
  QUERY,
  /** What is looked for, such as a picture. */
  TARGET;

  /** The one that this one is compared with. */
  public Side other() {
    return this == QUERY ? TARGET : QUERY;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
