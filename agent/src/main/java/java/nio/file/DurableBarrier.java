package java.nio.file;

import java.io.IOException;

/**
 * What the application's methods with a barrier call: at the start a class of {@code java.base},
 * which every class loader and every module sees, with types of the JDK only. It passes the calls
 * on to the agent's class loader.
 */
public abstract class DurableBarrier {
  /** Out of the application's reach. */
  private static DurableBarrier instance;

  /** The first instance is the one; it is made before any method calls for it. */
  protected DurableBarrier() {
    if (instance == null) {
      instance = this;
    }
  }

  /** A method with a barrier begins; what is returned is for {@link #left}. */
  public static Object entered(boolean ofProcess) {
    return instance.enter(ofProcess);
  }

  /** A method with a barrier is about to return, or to throw what is not null. */
  public static void left(Object call, Throwable thrown, boolean declared) throws IOException {
    instance.leave(call, thrown, declared);
  }

  protected abstract Object enter(boolean ofProcess);

  protected abstract void leave(Object call, Throwable thrown, boolean declared) throws IOException;
}
