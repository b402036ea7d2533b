package dev.durable.cli;

/** What a command tells the shell. */
final class ExitStatus {
  /** Done, and nothing is wrong. */
  static final int DONE = 0;

  /** Done, and something is wrong that the command was to look for. */
  static final int FOUND = 1;

  /** Not done: the command line or the configuration is wrong, or something has failed. */
  static final int FAILED = 2;

  private ExitStatus() {}
}
