package dev.durable.engine;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs file work that an interrupt must not break off: on the calling thread where channels can be
 * made deaf to interrupts, else on a thread that nobody knows and so nobody interrupts.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * The result of {@code call}; interrupts of the calling thread are kept for later.
   *
   * @throws IOException what {@code call} threw
   */
  public static <T> T call(Callable<T> call) throws IOException {
    try {
      return JdkInternals.available() ? call.call() : elsewhere(call);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T elsewhere(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    // Not one of the engine's own: the application's code may run in it.
    Thread thread = new Thread(task, "durable-write");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          Throwable cause = e.getCause();
          if (cause instanceof Error) {
            throw (Error) cause;
          }
          throw (Exception) cause;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Runs {@code work} on a thread of its own, and waits for it without a look at the calling
   * thread's interrupt status: for one that closes a channel since it was interrupted. Whoever
   * interrupts it once more waits for that close, and meanwhile holds the lock that it takes to set
   * or clear the status: of a thread on Java 8 (java.lang.Thread, {@code blockerLock}), of a
   * virtual one before Java 24 (java.lang.VirtualThread, {@code interruptLock}).
   */
  static void aside(Runnable work) {
    Aside aside = new Aside(work);
    try {
      OwnThread.of("durable-write", aside).start();
    } catch (OutOfMemoryError e) {
      work.run(); // No more threads to be had.
      return;
    }
    aside.await();
  }

  private static final class Aside implements Runnable {
    private final Object working = new Object();
    private final Runnable work;
    private volatile boolean begun;
    private Error failure;

    Aside(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      synchronized (working) {
        begun = true;
        try {
          work.run();
        } catch (Error e) {
          failure = e;
        }
      }
    }

    /** Entering a monitor is the one way to wait that interrupts have no part in. */
    void await() {
      while (!begun) {
        // Not even a yield: a virtual thread takes that lock for it.
      }
      synchronized (working) {
        if (failure != null) {
          throw failure;
        }
      }
    }
  }
}
