package dev.durable.engine;

/**
 * Waits in monitors that an interrupt doesn't end. The engine has no locks of java.util.concurrent:
 * on Java 21 to 23 a virtual thread within a synchronized block keeps its carrier while it waits,
 * and the next owner of such a lock may be one that has to get a carrier first, for which those
 * behind it wait with all carriers there are. Who waits in a monitor is never without one.
 */
final class Monitors {
  private Monitors() {}

  /** What other threads bring about, and notify all of who wait in the monitor. */
  interface Condition {
    boolean holds();
  }

  /** Waits in {@code monitor}, which this thread holds; an interrupt is kept for later. */
  static void await(Object monitor, Condition condition) {
    boolean interrupted = false;
    while (!condition.holds()) {
      try {
        monitor.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Many readers or one writer, who goes before those that want to read later. Not reentrant. */
  static final class ReadWrite {
    private int reading;
    private int waitingToWrite;
    private boolean writing;

    synchronized void beginReading() {
      await(
          this,
          new Condition() {
            @Override
            public boolean holds() {
              return !writing && waitingToWrite == 0;
            }
          });
      reading++;
    }

    synchronized void endReading() {
      if (--reading == 0) {
        notifyAll();
      }
    }

    synchronized void beginWriting() {
      waitingToWrite++;
      try {
        await(
            this,
            new Condition() {
              @Override
              public boolean holds() {
                return !writing && reading == 0;
              }
            });
        writing = true;
      } finally {
        waitingToWrite--;
      }
    }

    synchronized void endWriting() {
      writing = false;
      notifyAll();
    }
  }
}
