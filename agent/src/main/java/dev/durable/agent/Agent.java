package dev.durable.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;

/**
 * Where the JVM enters the agent. With the library and the command line, all of it that an
 * application's class loader can see; the rest is in a class loader of its own.
 */
public final class Agent {
  /** What the argument of an agent that is loaded at run time begins with if it is a command. */
  public static final String COMMAND = ":";

  /**
   * The system property that holds the answer to whoever has loaded the agent at run time: the only
   * way back that needs neither a file nor a port that both can reach.
   */
  public static final String ANSWER = "dev.durable.answer";

  /** What an answer begins with that is a success. */
  public static final String DONE = "ok ";

  /** What an answer begins with that is a refusal. */
  public static final String REFUSED = "no ";

  private static final long ANSWER_MILLIS = 5_000;

  /** The loader of the agent that is at work, or null. */
  private static volatile IsolatedClassLoader running;

  private Agent() {}

  /** Called before the application's {@code main}. Stops the JVM if the agent can't do its work. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    if (!start(arguments, instrumentation)) {
      // Not exit: there is nothing yet that a shutdown hook could clean up.
      Runtime.getRuntime().halt(2);
    }
  }

  /**
   * Called in a running JVM, which is left as it is if the agent can't do its work. {@code
   * arguments} is a configuration, as at the start, or a {@link #COMMAND}.
   */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    if (arguments == null || !arguments.startsWith(COMMAND)) {
      boolean started = start(arguments, instrumentation);
      answer((started ? DONE : REFUSED) + lastLine());
    } else if (running == null) {
      answer(REFUSED + "no agent is at work in this JVM");
    } else {
      try {
        answer(DONE + command(arguments.substring(COMMAND.length())));
      } catch (InvocationTargetException e) {
        answer(REFUSED + e.getCause().getMessage());
      } catch (ReflectiveOperationException | LinkageError e) {
        answer(REFUSED + e);
      }
    }
  }

  /** Leaves an answer for a while: whoever has asked takes it at once, if ever. */
  private static void answer(final String text) {
    System.setProperty(ANSWER, text);
    Thread thread =
        new Thread("durable-answer") {
          @Override
          public void run() {
            try {
              sleep(ANSWER_MILLIS);
            } catch (InterruptedException e) {
              // Then it goes a little earlier.
            }
            if (text.equals(System.getProperty(ANSWER))) {
              System.clearProperty(ANSWER);
            }
          }
        };
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private static Object command(String command) throws ReflectiveOperationException {
    return running
        .loadClass("dev.durable.agent.Startup")
        .getMethod("command", String.class)
        .invoke(null, command);
  }

  /** What the agent has said of its start. */
  private static Object lastLine() {
    try {
      return running == null
          ? "its jar is damaged or not readable"
          : running.loadClass("dev.durable.agent.Startup").getMethod("lastLine").invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return e.toString();
    }
  }

  private static boolean start(String arguments, Instrumentation instrumentation) {
    try {
      final IsolatedClassLoader isolated =
          running == null ? IsolatedClassLoader.create(Agent.class) : running;
      running = isolated;
      Runnable whenInstalled =
          new Runnable() {
            @Override
            public void run() {
              isolated.loadAll();
            }
          };
      String version = Agent.class.getPackage().getImplementationVersion();
      // By an interface that both sides see: a reflective call costs 20 ms on Java 18 and later.
      @SuppressWarnings("unchecked")
      Function<Object[], Boolean> startup =
          (Function<Object[], Boolean>)
              isolated
                  .loadClass("dev.durable.agent.Startup")
                  .getDeclaredConstructor()
                  .newInstance();
      return startup.apply(new Object[] {version, arguments, instrumentation, whenInstalled});
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
