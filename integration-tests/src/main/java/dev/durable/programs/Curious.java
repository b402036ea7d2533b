package dev.durable.programs;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Looks for the agent and for ways into the JDK that it may have left open; prints what it finds.
 */
public final class Curious {
  private Curious() {}

  public static void main(String[] arguments) throws Exception {
    for (String name : arguments) {
      find(name, ClassLoader.getSystemClassLoader());
      find(name, Thread.currentThread().getContextClassLoader());
    }
    Class<?> channel = Class.forName("sun.nio.ch.FileChannelImpl");
    tryToOpen(channel.getDeclaredMethods()[0]);
    Class<?> gate = Class.forName("java.nio.file.DurableGate");
    Field instance = gate.getDeclaredField("instance");
    tryToOpen(instance);
    for (Method method : gate.getDeclaredMethods()) {
      if (java.lang.reflect.Modifier.isAbstract(method.getModifiers())) {
        tryToOpen(method);
        break;
      }
    }
  }

  private static void find(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      System.out.println("found " + name);
    } catch (ClassNotFoundException e) {
      // Well hidden.
    }
    if (loader.getResource(name.replace('.', '/') + ".class") != null) {
      System.out.println("found the file of " + name);
    }
  }

  private static void tryToOpen(AccessibleObject member) {
    try {
      member.setAccessible(true);
      System.out.println("opened " + member);
    } catch (RuntimeException e) {
      // InaccessibleObjectException, of Java 9.
    }
  }
}
