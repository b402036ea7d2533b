package dev.durable.cli;

import dev.durable.agent.IsolatedClassLoader;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/** What {@code java -jar durable.jar} does: says what this is, and whether it works on this JDK. */
public final class Main {
  private static Instrumentation instrumentation;

  private Main() {}

  /** Called by the launcher of Java 9 and later, before {@link #main}: the Launcher-Agent-Class. */
  public static void agentmain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("durable " + Main.class.getPackage().getImplementationVersion());
    System.out.println();
    System.out.println("Makes the file writes of an application crash-safe:");
    System.out.println();
    System.out.println("    java -javaagent:durable.jar=durable.conf -jar application.jar");
    System.out.println();
    System.out.println("JDK " + System.getProperty("java.version") + ": " + selfTest());
  }

  /** Installs the hooks in this JVM, with nothing protected. */
  private static String selfTest() throws Exception {
    if (instrumentation == null) {
      return "not checked; the launcher of Java 8 gives no access to the JDK's classes";
    }
    try {
      return (String)
          IsolatedClassLoader.create(Main.class)
              .loadClass("dev.durable.agent.Startup")
              .getMethod("selfTest", Instrumentation.class)
              .invoke(null, instrumentation);
    } catch (InvocationTargetException e) {
      return "not supported (" + e.getCause().getMessage() + ")";
    }
  }
}
