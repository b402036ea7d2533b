package dev.durable.config;

import dev.durable.engine.Policy;

/** Which paths a rule decides on, and how: one rule, or one of the globs its groups stand for. */
final class PathPattern {
  /** Of two that match, the one with the higher order decides. */
  final int order;

  /** The line that it comes from, such as {@code /etc/durable.conf:3}. */
  final String line;

  /** Its path, as it stands there. */
  final String text;

  /** Null takes out of what is protected. */
  final Policy policy;

  /** The directory that all paths are below, by the text before the first wildcard. */
  final String directory;

  /** What the text before the first wildcard has after the directory. */
  final String name;

  private final Glob rest;

  PathPattern(
      int order,
      String line,
      String text,
      Policy policy,
      String directory,
      String name,
      Glob rest) {
    this.order = order;
    this.line = line;
    this.text = text;
    this.policy = policy;
    this.directory = directory;
    this.name = name;
    this.rest = rest;
  }

  /** Whether it names one path and has no wildcards. */
  boolean isLiteral() {
    return rest.isEmpty();
  }

  /** The text before the first wildcard. */
  String prefix() {
    return prefixBelow(directory);
  }

  /** The text before the first wildcard, were the directory another. */
  String prefixBelow(String otherDirectory) {
    return otherDirectory.endsWith("/") ? otherDirectory + name : otherDirectory + "/" + name;
  }

  /** Whether paths that match lie below a directory, whose text ends in a separator. */
  boolean leadsThrough(String directory, String prefix) {
    return directory.length() <= prefix.length()
        ? prefix.startsWith(directory)
        : directory.startsWith(prefix) && rest.canBegin(directory, prefix.length());
  }

  /** Whether the path, which begins with the prefix, matches with what comes after that. */
  boolean matches(String path, int prefixLength) {
    return rest.matches(path, prefixLength);
  }
}
