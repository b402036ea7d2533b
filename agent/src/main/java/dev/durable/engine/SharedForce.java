package dev.durable.engine;

import java.io.IOException;

/**
 * The forces of one open file, of which there is one at a time: group commit. A force covers what
 * was written before it began, so whoever comes while one is under way waits for the next, and
 * shares that with all who came meanwhile. Nobody waits for others to come.
 */
final class SharedForce {

  /** Forces the file. */
  interface Force {
    void run() throws IOException;
  }

  private volatile long begun;
  private volatile long done;
  private boolean running;

  /** How many forces have begun: what is written from now on is covered by a later one only. */
  long begun() {
    return begun;
  }

  /** Whether a force has succeeded that came after the first {@code after} ones had begun. */
  boolean isCovered(long after) {
    return done > after;
  }

  /**
   * Returns when a force has succeeded that came after the first {@code after} ones had begun: one
   * of this thread's, or another's that this one waits for, deaf to interrupts.
   *
   * @throws IOException of the force that this thread has made
   */
  void await(long after, Force force) throws IOException {
    if (isServedByAnother(after)) {
      return;
    }
    boolean succeeded = false;
    try {
      force.run();
      succeeded = true;
    } finally {
      end(succeeded);
    }
  }

  /** Returns false if this thread is to force now. */
  private synchronized boolean isServedByAnother(final long after) {
    Monitors.await(
        this,
        new Monitors.Condition() {
          @Override
          public boolean holds() {
            return !running || isCovered(after);
          }
        });
    if (isCovered(after)) {
      return true;
    }
    running = true;
    begun++;
    return false;
  }

  private synchronized void end(boolean succeeded) {
    running = false;
    if (succeeded) {
      done = begun;
    }
    notifyAll();
  }
}
