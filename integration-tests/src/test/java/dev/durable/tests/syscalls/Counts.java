package dev.durable.tests.syscalls;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the agent has counted for a rule, by outcome.
 *
 * @param outcomes as its MBean names them, those that are not zero
 */
record Counts(Map<String, Long> outcomes) {
  private static final Pattern RULE = Pattern.compile("([^ ,{}=]+)/\\*\\*=\\{([^}]*)\\}");
  private static final String FAILED = "failed";
  private static final String IN_PLACE = "written-in-place";

  /** Reads the attribute OutcomesByRule, as {@code Calls} prints it: by the rules' directories. */
  static Map<String, Counts> parse(String answer) {
    var counts = new HashMap<String, Counts>();
    for (Matcher m = RULE.matcher(answer); m.find(); ) {
      var outcomes = new TreeMap<String, Long>();
      for (String field : m.group(2).split(", ")) {
        String[] words = field.split("=");
        if (!words[0].equals("bytes")) {
          outcomes.put(words[0], Long.parseLong(words[1]));
        }
      }
      counts.put(m.group(1), new Counts(outcomes));
    }
    return counts;
  }

  /** What has come since; of two rules, the sum. */
  Counts since(Counts before, Counts more) {
    var since = new TreeMap<>(outcomes);
    before.outcomes.forEach((name, count) -> since.merge(name, -count, Long::sum));
    more.outcomes.forEach((name, count) -> since.merge(name, count, Long::sum));
    since.values().removeIf(count -> count == 0);
    return new Counts(since);
  }

  static Counts none() {
    return new Counts(Map.of());
  }

  long failed() {
    return outcomes.getOrDefault(FAILED, 0L);
  }

  long inPlace() {
    return outcomes.getOrDefault(IN_PLACE, 0L);
  }

  /** All that was done. */
  long done() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum() - failed();
  }
}
