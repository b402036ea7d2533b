package dev.durable.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/** What a recording tells, added up; of many events only what is remarkable is kept. */
public final class Findings {
  static final int SLOWEST = 20;
  private static final String WHOLE = "whole call";
  private static final String FORCE = "force";
  private static final String RENAME = "rename";
  private static final String DIRECTORY = "directory force";
  private static final int EXAMPLES = 5;
  private static final int MOST_GROUPS = 1_000;

  /** The last range is without an end. */
  static final int RANGES = 26;

  private static final List<String> NOT_APPLICATION =
      Arrays.asList(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "dev.durable.audit.",
          "dev.durable.engine.",
          "dev.durable.hooks.",
          "dev.durable.observe.",
          "dev.durable.weave.");

  /** Several happenings that have something in common. */
  static final class Group {
    long count;
    long flagged;
    long bytes;
    String why = "";
    final Set<String> paths = new LinkedHashSet<>();

    void add(Happening one) {
      count++;
      flagged += one.flag ? 1 : 0;
      bytes += one.bytes;
      why = one.why;
      if (paths.size() < EXAMPLES) {
        paths.add(one.path);
      }
    }
  }

  final Map<String, Long> outcomes = new TreeMap<>();
  final Map<String, Map<String, Long>> rules = new TreeMap<>();
  final Map<String, Group> obstacles = new TreeMap<>();
  final Map<String, Group> failures = new TreeMap<>();

  /** By kind and place in the code. */
  final Map<String, Map<String, Group>> unsafe = new TreeMap<>();

  /** By stage, the whole call first. */
  final Map<String, long[]> durations = new LinkedHashMap<>();

  long bytes;
  long files;
  long begin = Long.MAX_VALUE;
  long end = Long.MIN_VALUE;

  private final Set<String> seen = new HashSet<>();
  private final PriorityQueue<Happening> slowest =
      new PriorityQueue<>(Comparator.comparingLong((Happening one) -> one.total));

  public Findings() {
    for (String stage : new String[] {WHOLE, FORCE, RENAME, DIRECTORY}) {
      durations.put(stage, new long[RANGES]);
    }
  }

  /** Whether a class is one of the application's. */
  public static boolean isOfApplication(String type) {
    return NOT_APPLICATION.stream().noneMatch(type::startsWith);
  }

  /** The recording reaches to this moment, in milliseconds since 1970. */
  public void covers(long moment) {
    begin = Math.min(begin, moment);
    end = Math.max(end, moment);
  }

  /** Adds an event. */
  public void add(Happening one) {
    if (one.type.equals("UnsafeWrite")) {
      group(unsafe.computeIfAbsent(one.what, kind -> new TreeMap<>()), one.code).add(one);
      return;
    }
    String outcome = outcome(one);
    outcomes.merge(outcome, 1L, Long::sum);
    rules.computeIfAbsent(one.rule, rule -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
    if (seen.size() < 1_000_000) {
      seen.add(one.path);
    }
    files = seen.size();
    bytes += one.bytes;
    if (one.type.equals("Failure")) {
      group(failures, one.what).add(one);
      return;
    }
    if (one.type.equals("InPlace")) {
      group(obstacles, one.what).add(one);
    }
    if (!one.type.equals("Publish")) {
      duration(WHOLE, one.total);
      duration(FORCE, one.force);
      duration(RENAME, one.rename);
      duration(DIRECTORY, one.directory);
      slowest.add(one);
      if (slowest.size() > SLOWEST) {
        slowest.poll();
      }
    }
  }

  private static Group group(Map<String, Group> groups, String name) {
    String key = groups.size() < MOST_GROUPS || groups.containsKey(name) ? name : "others";
    return groups.computeIfAbsent(key, fresh -> new Group());
  }

  private void duration(String stage, long nanos) {
    if (nanos > 0) {
      int range = Long.SIZE - Long.numberOfLeadingZeros(nanos / 1000);
      durations.get(stage)[Math.min(RANGES - 1, range)]++;
    }
  }

  private static String outcome(Happening one) {
    switch (one.type) {
      case "Replace":
        return one.flag ? "staged and replaced" : "replaced";
      case "Append":
        return "appended";
      case "Move":
        return "moved";
      case "Force":
        return "in place, forced";
      case "NameChange":
        return "name made or removed";
      case "Publish":
        return "published at the stage limit";
      case "InPlace":
        return "in place for an obstacle";
      case "Failure":
        return "failed";
      default:
        return one.type;
    }
  }

  /** The slowest calls, the slowest first. */
  List<Happening> slowest() {
    List<Happening> all = new ArrayList<>(slowest);
    Collections.sort(all, Comparator.comparingLong((Happening one) -> -one.total));
    return all;
  }

  /** Whether the recording has any of the agent's events. */
  public boolean isEmpty() {
    return outcomes.isEmpty() && unsafe.isEmpty();
  }
}
