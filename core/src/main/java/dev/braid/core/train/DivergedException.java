package dev.braid.core.train;

/** The loss is no longer a number; the message names step, batch and the largest gradients. */
public final class DivergedException extends Exception {

  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
