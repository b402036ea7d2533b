package dev.durable.control;

import dev.durable.engine.Obstacle;
import dev.durable.observe.Counters;
import dev.durable.observe.Counters.Event;
import dev.durable.observe.Histogram;
import dev.durable.observe.Tally;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;

/** How it goes, for a terminal. */
final class StatusText {
  private final StringBuilder text = new StringBuilder();

  private StatusText() {}

  static String of(Control control) {
    StatusText status = new StatusText();
    status.head(control);
    status.outcomes(control.counters());
    status.durations(control.counters());
    status.rules(control.counters());
    for (String line : control.auditSummary()) {
      status.line("%s", line);
    }
    if (control.log().withheld() > 0) {
      status.line("%d more warnings were counted, not shown", control.log().withheld());
    }
    return status.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void head(Control control) {
    line(
        "durable %s, %s, %s, mode=%s, JDK %s",
        control.version(),
        control.configuration().file(),
        control.configuration().rulesInWords(),
        control.mode(),
        System.getProperty("java.version"));
    java.text.SimpleDateFormat time =
        new java.text.SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
    time.setTimeZone(TimeZone.getTimeZone("UTC"));
    line("at work since %s", time.format(new Date(control.since())));
  }

  private void outcomes(Counters counters) {
    line("");
    line("%-40s %12s", "outcome", "count");
    for (Event event : Event.values()) {
      if (counters.count(event) > 0) {
        line("%-40s %12d", event.label, counters.count(event));
      }
    }
    line("%-40s %12d", "bytes", counters.bytes());
    for (Obstacle obstacle : Obstacle.values()) {
      if (counters.count(obstacle) > 0) {
        line(
            "%-40s %12d  %s",
            "obstacle " + obstacle, counters.count(obstacle), obstacle.description);
      }
    }
  }

  private void durations(Counters counters) {
    line("");
    line("%-20s %12s %12s %12s %12s", "time in", "times", "half below", "99 % below", "longest");
    duration("force", counters.force());
    duration("rename", counters.rename());
    duration("directory force", counters.directory());
  }

  private void duration(String stage, Histogram histogram) {
    line(
        "%-20s %12d %12s %12s %12s",
        stage,
        histogram.count(),
        micros(histogram.percentileMicros(0.5)),
        micros(histogram.percentileMicros(0.99)),
        micros(TimeUnit.NANOSECONDS.toMicros(histogram.longestNanos())));
  }

  private static String micros(long micros) {
    return micros < 10_000
        ? micros + " us"
        : micros < 10_000_000 ? micros / 1000 + " ms" : micros / 1_000_000 + " s";
  }

  private void rules(Counters counters) {
    for (Map.Entry<String, Tally> rule : counters.byRule().entrySet()) {
      line("");
      line("rule %s", rule.getKey());
      for (Event event : Event.values()) {
        if (rule.getValue().count(event) > 0) {
          line("  %-38s %12d", event.label, rule.getValue().count(event));
        }
      }
      line("  %-38s %12d", "bytes", rule.getValue().bytes());
    }
  }
}
