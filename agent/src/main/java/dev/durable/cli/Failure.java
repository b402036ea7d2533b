package dev.durable.cli;

/** Why a command could not be done, as a line for whoever has given it. */
public final class Failure extends RuntimeException {
  public Failure(String message) {
    super(message);
  }
}
