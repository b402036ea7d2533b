package dev.durable.observe.jfr;

import dev.durable.engine.Durations;
import dev.durable.engine.Policy;
import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What all events have: the file, its rule, and how long the stages took. */
@Category("Durable")
@StackTrace(true)
abstract class FileEvent extends Event {
  @Label("Path")
  String path;

  @Label("Rule")
  String rule;

  @Label("Total Time")
  @Timespan(Timespan.NANOSECONDS)
  long total;

  @Label("Force Time")
  @Timespan(Timespan.NANOSECONDS)
  long force;

  @Label("Rename Time")
  @Timespan(Timespan.NANOSECONDS)
  long rename;

  @Label("Directory Force Time")
  @Timespan(Timespan.NANOSECONDS)
  long directoryForce;

  /** Commits the event about a file, with the times of the work that this thread is at. */
  final void commitAbout(Path file, Policy policy) {
    Durations durations = Durations.ofThisWork();
    path = file.toString();
    rule = policy.rule;
    total = durations.total();
    force = durations.force();
    rename = durations.rename();
    directoryForce = durations.directory();
    commit();
  }
}
