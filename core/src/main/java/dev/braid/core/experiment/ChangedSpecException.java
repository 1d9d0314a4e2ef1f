package dev.braid.core.experiment;

import java.io.IOException;

/** A run cannot be resumed with other settings than it began with. */
public final class ChangedSpecException extends IOException {

  private static final long serialVersionUID = 1L;

  ChangedSpecException(String message) {
    super(message);
  }
}
