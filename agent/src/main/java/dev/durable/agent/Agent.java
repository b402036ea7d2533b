package dev.durable.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Where the JVM enters the agent. With the library and the command line, all of it that an
 * application's class loader can see; the rest is in a class loader of its own.
 */
public final class Agent {
  private Agent() {}

  /** Called before the application's {@code main}. Stops the JVM if the agent can't do its work. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    if (!start(arguments, instrumentation)) {
      // Not exit: there is nothing yet that a shutdown hook could clean up.
      Runtime.getRuntime().halt(2);
    }
  }

  /** Called in a running JVM, which is left as it is if the agent can't do its work. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  private static boolean start(String arguments, Instrumentation instrumentation) {
    try {
      final IsolatedClassLoader isolated = IsolatedClassLoader.create(Agent.class);
      Runnable whenInstalled =
          new Runnable() {
            @Override
            public void run() {
              isolated.loadAllLater();
            }
          };
      Object version = Agent.class.getPackage().getImplementationVersion();
      return (Boolean)
          isolated
              .loadClass("dev.durable.agent.Startup")
              .getMethod("start", String.class, String.class, Instrumentation.class, Runnable.class)
              .invoke(null, version, arguments, instrumentation, whenInstalled);
    } catch (InvocationTargetException e) {
      return failed(e.getCause());
    } catch (Exception | LinkageError e) {
      return failed(e);
    }
  }

  private static boolean failed(Throwable error) {
    String why =
        error instanceof SecurityException
            ? "the security manager's policy must grant its jar java.security.AllPermission"
            : "its jar is damaged or not readable";
    System.err.println("durable: the agent can't start: " + why + " (" + error + ")");
    return false;
  }
}
