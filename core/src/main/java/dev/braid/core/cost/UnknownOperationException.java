package dev.braid.core.cost;

/** A part uses something whose cost cannot be told from shapes. The message completes "unknown". */
public final class UnknownOperationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownOperationException(String message) {
    super(message);
  }
}
