package dev.durable.barriers;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.DurableBarrier;
import net.bytebuddy.asm.Advice;

/** What is copied into a method with a barrier, at its beginning and its ends. */
final class BarrierAdvice {
  private BarrierAdvice() {}

  /** Stands for whether a call answers for what any thread writes. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface OfProcess {}

  /** Stands for whether the method declares IOException. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Declared {}

  @Advice.OnMethodEnter
  static Object enter(@OfProcess boolean ofProcess) {
    return DurableBarrier.entered(ofProcess);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @Advice.Enter Object call, @Advice.Thrown Throwable thrown, @Declared boolean declared)
      throws IOException {
    DurableBarrier.left(call, thrown, declared);
  }
}
