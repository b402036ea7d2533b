package dev.durable.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * How one protected file is to be treated: what the configuration's attributes say of it.
 * Immutable.
 */
public final class Policy {

  /** How much of a replacement is forced. */
  public enum Level {
    /** What was acknowledged survives a power cut. */
    DURABLE,
    /** Never torn, but the newest version may not survive: the directory is not forced. */
    ATOMIC
  }

  /** Whether a stream's bytes go to a temp file first. */
  public enum Streams {
    STAGED,
    IN_PLACE
  }

  /** When that which is written in place is forced. */
  public enum Force {
    CLOSE,
    WRITE
  }

  /** What happens where a replacement is impossible. */
  public enum OnObstacle {
    IN_PLACE,
    FAIL
  }

  /** The value of {@link #stageLimitMillis} for a stage that is published at its close only. */
  public static final long NO_STAGE_LIMIT = Long.MAX_VALUE;

  /** What holds for a path whose rule has no attributes. */
  public static final Policy DEFAULT =
      new Policy(
          Level.DURABLE,
          Streams.STAGED,
          60_000,
          Force.CLOSE,
          OnObstacle.IN_PLACE,
          Collections.<Path>emptyList(),
          "");

  public final Level level;
  public final Streams streams;
  public final long stageLimitMillis;
  public final Force force;
  public final OnObstacle onObstacle;

  /**
   * The directories that may keep safety copies, best first: few and known from the configuration
   * alone, so that the next start finds what a crash left there without a search. Empty for the
   * target's own directory.
   */
  public final List<Path> safetyRoots;

  /** The path of the rule that this is of, as it stands in the configuration; to count by. */
  public final String rule;

  public Policy(
      Level level,
      Streams streams,
      long stageLimitMillis,
      Force force,
      OnObstacle onObstacle,
      List<Path> safetyRoots,
      String rule) {
    this.level = level;
    this.streams = streams;
    this.stageLimitMillis = stageLimitMillis;
    this.force = force;
    this.onObstacle = onObstacle;
    this.safetyRoots = safetyRoots;
    this.rule = rule;
  }

  /** The same, of what need not survive a power cut. */
  public Policy unforced() {
    return new Policy(
        Level.ATOMIC, streams, stageLimitMillis, force, onObstacle, safetyRoots, rule);
  }
}
