package dev.durable.observe;

import dev.durable.engine.Durations;
import dev.durable.engine.Obstacle;
import dev.durable.engine.Policy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often what happened, since the start. Safe for use by any number of threads. */
public final class Counters {

  /** What is counted. */
  public enum Event {
    REPLACED("replaced"),
    /** A staged stream or channel that became the file. */
    COMMITTED("staged and replaced"),
    CREATED("created exclusively"),
    APPENDED("appended"),
    /** Written in place by a stream, file or channel, and forced at its close. */
    FORCED("in place, forced"),
    /** Forced at the return of a method with a barrier, for one or several threads at once. */
    BARRIER("in place, forced at a barrier"),
    /** A stage that reached its limit. */
    PUBLISHED("published at the stage limit"),
    /** A name that was made or removed. */
    NAMED("name made or removed"),
    MOVED("moved"),
    WRITTEN_IN_PLACE("in place for an obstacle"),
    FAILED("failed"),
    DIRECTORY_NOT_FORCED("directory not forced"),
    SOURCE_NOT_FORCED("moved unforced"),
    LEFTOVER_REMOVED("leftover removed"),
    SAFETY_COPY_FINISHED("finished from a safety copy"),
    /** A defect of the agent itself, met and worked round. */
    UNEXPECTED("defect of the agent");

    /** As an operator reads it. */
    public final String label;

    Event(String label) {
      this.label = label;
    }
  }

  /** What has no rule: directories, leftovers. */
  private final Tally others = new Tally();

  private final ConcurrentHashMap<String, Tally> rules = new ConcurrentHashMap<>();
  private final Histogram force = new Histogram();
  private final Histogram rename = new Histogram();
  private final Histogram directory = new Histogram();

  /** What was counted without a rule. */
  Tally others() {
    return others;
  }

  /** What is counted for the rule of a policy. */
  Tally of(Policy policy) {
    Tally tally = rules.get(policy.rule);
    if (tally == null) {
      Tally fresh = new Tally();
      tally = rules.putIfAbsent(policy.rule, fresh);
      tally = tally == null ? fresh : tally;
    }
    return tally;
  }

  void add(Durations durations) {
    add(force, durations.force());
    add(rename, durations.rename());
    add(directory, durations.directory());
  }

  private static void add(Histogram histogram, long nanos) {
    if (nanos > 0) {
      histogram.add(nanos);
    }
  }

  /** By the rules' paths, as they stand in the configuration; only those that have met a file. */
  public Map<String, Tally> byRule() {
    return new TreeMap<>(rules);
  }

  public long count(Event event) {
    long sum = others.count(event);
    for (Tally tally : rules.values()) {
      sum += tally.count(event);
    }
    return sum;
  }

  public long count(Obstacle obstacle) {
    long sum = others.count(obstacle);
    for (Tally tally : rules.values()) {
      sum += tally.count(obstacle);
    }
    return sum;
  }

  /** The bytes of all new versions and appends. */
  public long bytes() {
    long sum = 0;
    for (Tally tally : rules.values()) {
      sum += tally.bytes();
    }
    return sum;
  }

  /** How long it took to force contents, for each write. */
  public Histogram force() {
    return force;
  }

  /** How long the renames took. */
  public Histogram rename() {
    return rename;
  }

  /** How long it took to force directories. */
  public Histogram directory() {
    return directory;
  }
}
