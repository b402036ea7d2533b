package dev.durable.engine;

/**
 * How long one piece of work took, and the stages of it that wait for the disk; in nanoseconds, 0
 * for what was not done. Of one thread.
 */
public final class Durations {
  private final long begun = System.nanoTime();
  private long force;
  private long rename;
  private long directory;

  Durations() {}

  /** Those of the work that the calling thread is at: what a {@link Listener} is told about. */
  public static Durations ofThisWork() {
    return AtWork.durations();
  }

  void forced(long since) {
    force += System.nanoTime() - since;
  }

  void renamed(long since) {
    rename += System.nanoTime() - since;
  }

  void forcedDirectory(long since) {
    directory += System.nanoTime() - since;
  }

  /** From the beginning of the work until now. */
  public long total() {
    return System.nanoTime() - begun;
  }

  /** Forcing contents. */
  public long force() {
    return force;
  }

  /** Renaming. */
  public long rename() {
    return rename;
  }

  /** Forcing directories. */
  public long directory() {
    return directory;
  }
}
