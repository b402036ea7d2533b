package dev.durable.observe;

/** Where failures of the agent itself end, which no application may see. */
public final class Defects {
  private final Log log;
  private final Counters counters;

  public Defects(Log log, Counters counters) {
    this.log = log;
    this.counters = counters;
  }

  /** Notes that {@code error}, which should not exist, was met at {@code file}, a path or name. */
  public void met(Object file, Throwable error, String consequence) {
    counters.others().add(Counters.Event.UNEXPECTED);
    StackTraceElement[] trace = error.getStackTrace();
    String at = trace.length == 0 ? "" : " at " + trace[0];
    log.warn(
        "defect",
        error.getClass().getName() + at,
        "a defect in durable.jar: " + error + at + "; " + file + " " + consequence);
  }
}
