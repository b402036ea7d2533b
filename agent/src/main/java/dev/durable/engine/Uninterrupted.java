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
}
