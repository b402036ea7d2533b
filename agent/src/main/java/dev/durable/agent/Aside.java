package dev.durable.agent;

import dev.durable.weave.WeavingException;

/**
 * A part of the start that is done on a thread of its own, while others go on: a start is mostly
 * the loading of classes, and most machines have more than one processor.
 */
abstract class Aside<T> extends Thread {
  private T result;
  private Throwable failure;

  Aside() {
    super("durable-start");
  }

  /** Does the part. */
  abstract T make() throws WeavingException;

  /** Begins it. Where it needs the permissions of the caller's thread, it is done at once. */
  final Aside<T> begin() {
    setDaemon(true);
    setContextClassLoader(null);
    if (System.getSecurityManager() == null) {
      try {
        start();
        return this;
      } catch (OutOfMemoryError e) {
        // No more threads to be had.
      }
    }
    run();
    return this;
  }

  @Override
  public final void run() {
    try {
      result = make();
    } catch (WeavingException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /**
   * Waits until it is done.
   *
   * @throws WeavingException as {@link #make}, which may also have failed otherwise
   */
  final T await() throws WeavingException {
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof WeavingException) {
      throw (WeavingException) failure;
    } else if (failure instanceof Error) {
      throw (Error) failure;
    } else if (failure != null) {
      throw (RuntimeException) failure;
    }
    return result;
  }
}
