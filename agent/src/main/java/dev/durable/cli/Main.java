package dev.durable.cli;

import dev.durable.agent.IsolatedClassLoader;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * What {@code java -jar durable.jar} starts. The command line itself is in an archive of the jar,
 * where no application finds it.
 */
public final class Main {
  private static final int FAILED = 2;

  private static Instrumentation instrumentation;

  private Main() {}

  /** Called by the launcher of Java 9 and later, before {@link #main}: the Launcher-Agent-Class. */
  public static void agentmain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Throwable failure;
    try {
      String version = Main.class.getPackage().getImplementationVersion();
      return (Integer)
          IsolatedClassLoader.create(Main.class)
              .loadClass("dev.durable.cli.Durable")
              .getMethod("run", String.class, Instrumentation.class, String[].class)
              .invoke(null, version, instrumentation, arguments);
    } catch (InvocationTargetException e) {
      failure = e.getCause();
    } catch (Exception | LinkageError e) {
      failure = e;
    }
    System.err.println("durable: a defect in durable.jar, or the file is damaged: " + failure);
    return FAILED;
  }
}
