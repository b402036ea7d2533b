package dev.durable.hooks;

import dev.durable.engine.AtWork;
import dev.durable.engine.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * Content that the application's own code yields in the midst of the engine's work: once, with its
 * own permissions, and with the guards in place.
 */
abstract class ApplicationContent extends Content {
  /** What the caller may do, for a security manager; null if there is none. */
  private final AccessControlContext caller =
      System.getSecurityManager() == null ? null : AccessController.getContext();

  private boolean begun;
  private Throwable failure;

  /** Has the application write its content. */
  abstract void yieldTo(OutputStream out) throws IOException;

  /** Whether the application's code may have been asked. */
  final boolean begun() {
    return begun;
  }

  /** Whether {@code error} came out of the application's own code. */
  final boolean failedWith(Throwable error) {
    return failure == error;
  }

  @Override
  public final void writeTo(final OutputStream out) throws IOException {
    begun = true;
    try (AtWork pause = AtWork.pause()) {
      if (caller == null) {
        yieldTo(out);
      } else {
        // The engine's work is privileged; the application's own, in the midst of it, is not.
        AccessController.doPrivileged(
            new PrivilegedExceptionAction<Void>() {
              @Override
              public Void run() throws IOException {
                yieldTo(out);
                return null;
              }
            },
            caller);
      }
    } catch (PrivilegedActionException e) {
      throw (IOException) e.getException();
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }
}
