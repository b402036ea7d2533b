package dev.durable.hooks;

import dev.durable.engine.AtWork;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;

/**
 * Guards the start of child processes: the files that are opened for them are theirs, and must be
 * those of the names that the application gave.
 */
public final class ProcessHooks {
  private ProcessHooks() {}

  public static Process start(
      String[] command,
      Map<String, String> environment,
      String directory,
      Redirect[] redirects,
      boolean redirectErrorStream)
      throws IOException {
    if (redirects == null || AtWork.here() || !isToProtectedFile(redirects)) {
      return null;
    }
    for (Redirect redirect : redirects) {
      if (redirect != null && redirect.file() != null) {
        Path file = FileHooks.pathOf(redirect.file());
        if (file != null) {
          Names.publish(file);
        }
      }
    }
    try (AtWork work = AtWork.begin()) {
      return (Process)
          Start.PLAIN.invoke(null, command, environment, directory, redirects, redirectErrorStream);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        throw (IOException) cause;
      }
      if (cause instanceof RuntimeException) {
        throw (RuntimeException) cause;
      }
      throw (Error) cause;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isToProtectedFile(Redirect[] redirects) {
    for (Redirect redirect : redirects) {
      if (redirect != null
          && redirect.file() != null
          && Protection.policyFor(redirect.file()) != null) {
        return true;
      }
    }
    return false;
  }

  /** The method that is guarded, called with its guard out of the way. */
  private static final class Start {
    static final Method PLAIN;

    static {
      try {
        // Perhaps in the midst of an application that may not do this itself.
        PLAIN =
            AccessController.doPrivileged(
                new PrivilegedExceptionAction<Method>() {
                  @Override
                  public Method run() throws ReflectiveOperationException {
                    return find();
                  }
                });
      } catch (PrivilegedActionException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private static Method find() throws ReflectiveOperationException {
      Method start =
          Class.forName("java.lang.ProcessImpl")
              .getDeclaredMethod(
                  "start",
                  String[].class,
                  Map.class,
                  String.class,
                  Redirect[].class,
                  boolean.class);
      start.setAccessible(true);
      return start;
    }
  }
}
