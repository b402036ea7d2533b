package dev.durable.programs.streams;

import java.util.HashMap;
import java.util.Map;

/**
 * The calls on streams, channels and names that {@code Calls} makes besides its own: each a line
 * with a verb and its fields.
 */
public final class Verbs {
  /** One call: takes the line's fields, the verb first, and returns what is printed. */
  interface Verb {
    Object make(String[] fields) throws Exception;
  }

  private static final Map<String, Verb> ALL = new HashMap<>();

  static {
    Handles.addTo(ALL);
    Contents.addTo(ALL);
    Endings.addTo(ALL);
    Views.addTo(ALL);
    Names.addTo(ALL);
    Children.addTo(ALL);
    Barriers.addTo(ALL);
  }

  private Verbs() {}

  public static Object make(String[] fields) throws Exception {
    Verb verb = ALL.get(fields[0]);
    if (verb == null) {
      throw new IllegalArgumentException(fields[0]);
    }
    Object result = verb.make(fields);
    return result == null ? "" : result;
  }
}
