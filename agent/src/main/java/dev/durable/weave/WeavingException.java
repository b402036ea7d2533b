package dev.durable.weave;

/** This JDK's classes can't be woven as expected; the message says why, in one line. */
public final class WeavingException extends Exception {
  private static final long serialVersionUID = 1;

  public WeavingException(String message, Throwable cause) {
    super(message, cause);
  }
}
