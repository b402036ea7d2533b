package dev.durable.programs.barriers;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.Callable;

/** A service whose methods say what they want by annotations. */
public final class Marked {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Durable {}

  /** One that a framework gives to applications, for those of its own that it stands for. */
  @Durable
  @Retention(RetentionPolicy.RUNTIME)
  @interface Committed {}

  private Marked() {}

  @Committed
  public static Object call(Callable<?> work) throws Exception {
    return work.call();
  }
}
