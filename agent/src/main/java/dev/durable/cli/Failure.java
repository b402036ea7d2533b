package dev.durable.cli;

/** Why a command could not be done, as a line for whoever has given it. */
final class Failure extends RuntimeException {
  Failure(String message) {
    super(message);
  }
}
