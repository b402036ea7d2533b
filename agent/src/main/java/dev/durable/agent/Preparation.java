package dev.durable.agent;

import dev.durable.engine.Engine;
import dev.durable.hooks.Hooks;
import dev.durable.observe.Counters;
import dev.durable.observe.Log;
import dev.durable.observe.Observer;
import dev.durable.weave.Loom;
import dev.durable.weave.WeavingException;
import java.lang.instrument.Instrumentation;

/**
 * What an agent that protects is made of, whatever the configuration says: made on a thread of its
 * own while that is read, since a start is mostly the loading of classes, and machines have more
 * than one processor. Nothing is woven or done by it; what isn't wanted in the end is dropped.
 */
final class Preparation extends Thread {
  private final Instrumentation instrumentation;
  private final Log log;
  private Counters counters;
  private Observer observer;
  private Engine engine;
  private Loom loom;
  private Throwable failure;

  private Preparation(Instrumentation instrumentation, Log log) {
    super("durable-start");
    this.instrumentation = instrumentation;
    this.log = log;
  }

  /** Begins it, or does it at once where it needs the permissions of this thread. */
  static Preparation begin(Instrumentation instrumentation, Log log) {
    Preparation preparation = new Preparation(instrumentation, log);
    preparation.setDaemon(true);
    preparation.setContextClassLoader(null);
    if (System.getSecurityManager() == null) {
      try {
        preparation.start();
        return preparation;
      } catch (OutOfMemoryError e) {
        // No more threads to be had.
      }
    }
    preparation.run();
    return preparation;
  }

  @Override
  public void run() {
    try {
      Startup.openWhatTheEngineUses(instrumentation);
      counters = new Counters();
      observer = new Observer(log, counters);
      engine = new Engine(observer);
      loom = new Loom(instrumentation);
      Hooks.seat(Startup.seats(loom));
      loom.prepare();
    } catch (WeavingException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /**
   * Waits until all is made.
   *
   * @throws WeavingException if the JDK doesn't allow it
   */
  void await() throws WeavingException {
    boolean interrupted = false;
    while (true) {
      try {
        join();
        break;
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
  }

  /** After {@link #await}, as all that follows. */
  Counters counters() {
    return counters;
  }

  Observer observer() {
    return observer;
  }

  Engine engine() {
    return engine;
  }

  /** With all hooks but those for barriers. */
  Loom loom() {
    return loom;
  }
}
