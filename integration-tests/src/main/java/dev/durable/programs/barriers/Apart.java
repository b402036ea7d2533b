package dev.durable.programs.barriers;

import java.util.concurrent.Callable;

/** To be loaded by a class loader of its own, which knows nothing but the JDK. */
public final class Apart {
  private Apart() {}

  public static Object call(Callable<?> work) throws Exception {
    return work.call();
  }
}
