package dev.durable.programs.barriers;

/** As -Djava.system.class.loader names it: the JDK's own is its parent, and finds all classes. */
public final class SystemLoader extends ClassLoader {
  public SystemLoader(ClassLoader parent) {
    super(parent);
  }

  /** Called by the JVM for each agent, whose jar is on the class path already. */
  void appendToClassPathForInstrumentation(String jar) {}
}
