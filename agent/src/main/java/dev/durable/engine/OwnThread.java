package dev.durable.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Daemon threads of the engine. One of the application's threads happens to begin them, of which
 * they have nothing: its group could not be destroyed before them, and its permissions, its class
 * loader and what its InheritableThreadLocals hold would be kept alive.
 */
final class OwnThread {
  /** Since Java 9; with the choice to inherit no values. */
  private static final Constructor<Thread> HEIR_OF_NOTHING = constructor();

  /** On Java 8, where the values are inherited, and can only be dropped. */
  private static final Field INHERITED = HEIR_OF_NOTHING == null ? field() : null;

  private OwnThread() {}

  private static Constructor<Thread> constructor() {
    try {
      return Thread.class.getConstructor(
          ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
    } catch (NoSuchMethodException java8) {
      return null;
    }
  }

  private static Field field() {
    return AccessController.doPrivileged(
        new PrivilegedAction<Field>() {
          @Override
          public Field run() {
            try {
              Field field = Thread.class.getDeclaredField("inheritableThreadLocals");
              field.setAccessible(true);
              return field;
            } catch (NoSuchFieldException e) {
              return null; // Another JVM's; its threads inherit.
            }
          }
        });
  }

  /** A thread that isn't started yet. */
  static Thread of(final String name, final Runnable work) {
    return AccessController.doPrivileged(
        new PrivilegedAction<Thread>() {
          @Override
          public Thread run() {
            Thread thread = create(name, work);
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(null);
            return thread;
          }
        });
  }

  private static Thread create(String name, Runnable work) {
    try {
      if (HEIR_OF_NOTHING != null) {
        return HEIR_OF_NOTHING.newInstance(topGroup(), work, name, 0L, false);
      }
      Thread thread = new Thread(topGroup(), work, name);
      if (INHERITED != null) {
        INHERITED.set(thread, null);
      }
      return thread;
    } catch (ReflectiveOperationException e) {
      throw JdkInternals.unexpected(e);
    }
  }

  private static ThreadGroup topGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
