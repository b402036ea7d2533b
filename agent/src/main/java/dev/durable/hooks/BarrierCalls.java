package dev.durable.hooks;

import dev.durable.engine.BarrierCall;
import dev.durable.engine.Barriers;
import dev.durable.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.Paths;

/** The calls of the application's methods that have a barrier. */
public final class BarrierCalls {
  private static final Path NO_FILE = Paths.get("a barrier");

  private BarrierCalls() {}

  /**
   * A method with a barrier begins.
   *
   * @param ofProcess whether it answers for what other threads write, too
   * @return what {@link #left} wants to have; null if the agent has failed
   */
  public static Object entered(boolean ofProcess) {
    try {
      return Protection.engine().barriers().enter(ofProcess);
    } catch (RuntimeException | LinkageError e) {
      Protection.defect(NO_FILE, e, "was not kept");
      return null;
    }
  }

  /**
   * A method with a barrier is about to return, or to throw.
   *
   * @param call from {@link #entered}
   * @param thrown what it throws, or null
   * @param declared whether it declares IOException
   * @throws IOException if what it has written could not be forced
   * @throws UncheckedIOException likewise, if it doesn't declare IOException
   */
  public static void left(Object call, Throwable thrown, boolean declared) throws IOException {
    try {
      end((BarrierCall) call, thrown == null);
    } catch (IOException e) {
      if (declared) {
        throw e;
      }
      throw new UncheckedIOException(e);
    }
  }

  private static void end(final BarrierCall call, boolean force) throws IOException {
    if (call == null) {
      if (force) {
        throw new IOException("not known to be on disk: a defect in durable.jar");
      }
      return;
    }
    Barriers barriers = Protection.engine().barriers();
    try {
      if (force && !barriers.isClean(call)) {
        Protection.run(
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                engine.barriers().force(call);
                return true;
              }
            });
      }
    } catch (RuntimeException | LinkageError e) {
      Protection.defect(NO_FILE, e, "was not kept");
      throw new IOException("not known to be on disk: a defect in durable.jar", e);
    } finally {
      barriers.leave(call);
    }
  }
}
