package dev.durable.config;

import dev.durable.engine.Policy;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** The attributes of one rule; what is not given is as in {@link Policy#DEFAULT}. */
final class Attributes {
  private static final String[] NAMES = {"level", "streams", "stage-limit", "force", "on-obstacle"};
  private static final String FORMS =
      Words.oneOf(
          "level=durable|atomic",
          "streams=staged|in-place",
          "stage-limit=60s|none",
          "force=close|write",
          "on-obstacle=in-place|fail");

  /** More digits than the milliseconds of any useful limit; fewer than would overflow as hours. */
  private static final int MOST_DIGITS = 9;

  private Policy.Level level = Policy.DEFAULT.level;
  private Policy.Streams streams = Policy.DEFAULT.streams;
  private long stageLimitMillis = Policy.DEFAULT.stageLimitMillis;
  private Policy.Force force = Policy.DEFAULT.force;
  private Policy.OnObstacle onObstacle = Policy.DEFAULT.onObstacle;

  private Attributes() {}

  static boolean isName(String word) {
    return indexOf(word) >= 0;
  }

  /** Reads what is left of the line. */
  static Attributes read(Line line) throws ConfigurationException {
    Attributes attributes = new Attributes();
    BitSet given = new BitSet();
    while (!line.atEnd()) {
      int start = line.index();
      String name = line.name();
      int which = indexOf(name);
      if (which < 0 || !line.nextIs('=')) {
        line.moveTo(start);
        throw line.mistake(
            start, Words.quoted(line.word()), FORMS + (which < 0 ? Words.hint(name, NAMES) : ""));
      }
      if (given.get(which)) {
        throw line.mistake(start, "a second " + name, "each attribute once");
      }
      given.set(which);
      line.next();
      attributes.set(name, line);
    }
    return attributes;
  }

  /** What they say, as the policy of a rule. */
  Policy policy(List<Path> safetyRoots, String rule) {
    return new Policy(level, streams, stageLimitMillis, force, onObstacle, safetyRoots, rule);
  }

  private void set(String name, Line line) throws ConfigurationException {
    int index = line.index();
    String value = line.word();
    if (name.equals("level")) {
      boolean durable = line.choice(index, name, value, "durable", "atomic") == 0;
      level = durable ? Policy.Level.DURABLE : Policy.Level.ATOMIC;
    } else if (name.equals("streams")) {
      boolean staged = line.choice(index, name, value, "staged", "in-place") == 0;
      streams = staged ? Policy.Streams.STAGED : Policy.Streams.IN_PLACE;
    } else if (name.equals("stage-limit")) {
      stageLimitMillis = millis(line, index, value);
    } else if (name.equals("force")) {
      boolean close = line.choice(index, name, value, "close", "write") == 0;
      force = close ? Policy.Force.CLOSE : Policy.Force.WRITE;
    } else {
      boolean inPlace = line.choice(index, name, value, "in-place", "fail") == 0;
      onObstacle = inPlace ? Policy.OnObstacle.IN_PLACE : Policy.OnObstacle.FAIL;
    }
  }

  private static long millis(Line line, int index, String value) throws ConfigurationException {
    if (value.equals("none")) {
      return Policy.NO_STAGE_LIMIT;
    }
    int digits = 0;
    long number = 0;
    while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
      if (digits == MOST_DIGITS) {
        throw line.mistake(
            index, "stage-limit " + Words.quoted(value), "at most " + MOST_DIGITS + " digits");
      }
      number = 10 * number + value.charAt(digits++) - '0';
    }
    long unit = unitMillis(value.substring(digits));
    if (digits == 0 || unit == 0) {
      throw line.mistake(
          index,
          "stage-limit " + Words.quoted(value),
          "a number and ms, s, m or h without a blank, such as 60s, or none");
    }
    if (number == 0) {
      throw line.mistake(
          index,
          "stage-limit " + Words.quoted(value),
          "more than 0 (to stage nothing: streams=in-place)");
    }
    return number * unit;
  }

  /** How long the unit is, or 0 if it is none. */
  private static long unitMillis(String unit) {
    if (unit.equals("ms")) {
      return 1;
    }
    if (unit.equals("s")) {
      return 1_000;
    }
    if (unit.equals("m")) {
      return 60_000;
    }
    return unit.equals("h") ? 3_600_000 : 0;
  }

  private static int indexOf(String name) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
