package dev.durable.config;

import dev.durable.engine.Policy;
import java.nio.file.Path;

/** What the rules say of a path, and why. */
public final class Decision {
  /** The line that decides, such as {@code /etc/durable.conf:3}; null if none does. */
  public final String line;

  /** The path of that line, as it stands there; null if there is none. */
  public final String rule;

  /** How the path is protected; null if it is not. */
  public final Policy policy;

  /** The name that the line is about: the path itself, or one that it leads to by a link. */
  public final Path name;

  Decision(PathPattern pattern, Path name) {
    this.line = pattern == null ? null : pattern.line;
    this.rule = pattern == null ? null : pattern.text;
    this.policy = pattern == null ? null : pattern.policy;
    this.name = name;
  }
}
