package dev.durable.engine;

import java.util.concurrent.TimeUnit;

/** The thread that looks after open files: there while there are any. */
final class Keeper {
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final OpenFiles files;
  private Thread thread;
  private long sleepsUntil;

  Keeper(OpenFiles files) {
    this.files = files;
  }

  /** There is a file more; it wants to be looked at in so many nanoseconds, at the latest. */
  synchronized void mind(long nanosLeft) {
    if (thread == null) {
      start();
    } else if (nanosLeft != Long.MAX_VALUE && System.nanoTime() + nanosLeft - sleepsUntil < 0) {
      files.wake();
    }
  }

  private void start() {
    try {
      thread =
          OwnThread.of(
              "durable-keeper",
              new Runnable() {
                @Override
                public void run() {
                  keep();
                }
              });
      sleepsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
      thread.start();
    } catch (RuntimeException | Error e) {
      // No more threads to be had: stages are settled at their close, and at the exit.
      thread = null;
    }
  }

  private void keep() {
    try (AtWork work = AtWork.begin()) {
      boolean open = true;
      while (open || goesOn()) {
        synchronized (this) {
          sleepsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        }
        open = keepOn();
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        thread = null;
      }
    }
  }

  private boolean keepOn() {
    try {
      return files.keep(IDLE_MILLIS);
    } catch (InterruptedException e) {
      // Somebody has interrupted a whole group of threads; this one has not to end for that.
      return true;
    }
  }

  /** Whether files have been opened since {@link OpenFiles#keep} found none. */
  private synchronized boolean goesOn() {
    if (OpenFiles.none()) {
      thread = null;
      return false;
    }
    return true;
  }
}
