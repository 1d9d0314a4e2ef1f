package dev.braid.api.data;

/**
 * The data is not as it should be: a file that is not there, a row without its column, a picture
 * that is not a picture. The message names the place and the remedy and is shown to the user as it
 * is.
 */
public class BadDataException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public BadDataException(String message) {
    super(message);
  }

  /** With a message for the user and what lies behind it. */
  public BadDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
