package dev.durable.engine;

/**
 * Marks a thread that is at the engine's own work: what it does to files then is for no hook. It is
 * asked only about paths that are protected, so that others pay nothing.
 */
public final class AtWork implements AutoCloseable {
  private static final ThreadLocal<AtWork> CURRENT = new ThreadLocal<>();

  private final AtWork before;
  private final Durations durations = new Durations();

  private AtWork(AtWork before) {
    this.before = before;
  }

  /** Whether the calling thread is at work. */
  public static boolean here() {
    return CURRENT.get() != null;
  }

  /** The calling thread is at work until what is returned is closed. */
  public static AtWork begin() {
    return become(new AtWork(CURRENT.get()));
  }

  /** As {@link #begin}, if nothing was begun; the application's code runs in the midst of work. */
  public static AtWork pause() {
    AtWork before = CURRENT.get();
    CURRENT.remove();
    return new AtWork(before);
  }

  /** What the calling thread's work has taken so far; of nobody's, if it isn't at work. */
  static Durations durations() {
    AtWork current = CURRENT.get();
    return current == null ? new Durations() : current.durations;
  }

  private static AtWork become(AtWork next) {
    CURRENT.set(next);
    return next;
  }

  @Override
  public void close() {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }
}
