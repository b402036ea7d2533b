package dev.durable.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Daemon threads of the engine. One of the application's threads happens to begin them, and is not
 * to be kept alive by them with all that it leads to: its group, its class loader, its permissions
 * and what its InheritableThreadLocals hold.
 */
final class OwnThread {
  private static volatile boolean valuesCanBeLeft;

  private OwnThread() {}

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
      ThreadGroup group = topGroup();
      return valuesCanBeLeft
          ? WithoutValues.create(group, work, name)
          : new Thread(group, work, name);
    } catch (SecurityException e) {
      return new Thread(work, name); // A security manager of the application's keeps the group.
    }
  }

  private static ThreadGroup topGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /**
   * Without the values of InheritableThreadLocals; on Java 8, they are inherited and dropped. Used
   * once it is initialised, which nobody waits for: all classes of the engine are, when the agent
   * has started. A first reflective call takes some 50 ms on Java 18 and later; before, the
   * sixteenth has a class made, and more stack used than usual. Until then, and where the engine is
   * a library, values are inherited.
   */
  private static final class WithoutValues {
    private static final int CALLS_UNTIL_THE_LAST_FORM = 20;

    /** Since Java 9. */
    private static final Constructor<Thread> CONSTRUCTOR = constructor();

    /** On Java 8. */
    private static final Field VALUES = CONSTRUCTOR == null ? values() : null;

    static {
      for (int i = 0; i < CALLS_UNTIL_THE_LAST_FORM; i++) {
        create(topGroup(), null, "durable-unused");
      }
      valuesCanBeLeft = true;
    }

    private static Constructor<Thread> constructor() {
      try {
        return Thread.class.getConstructor(
            ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
      } catch (NoSuchMethodException java8) {
        return null;
      }
    }

    private static Field values() {
      try {
        Field values = Thread.class.getDeclaredField("inheritableThreadLocals");
        values.setAccessible(true);
        return values;
      } catch (NoSuchFieldException e) {
        throw new NoSuchFieldError(e.getMessage());
      }
    }

    static Thread create(ThreadGroup group, Runnable work, String name) {
      try {
        if (CONSTRUCTOR != null) {
          return CONSTRUCTOR.newInstance(group, work, name, 0L, false);
        }
        Thread thread = new Thread(group, work, name);
        VALUES.set(thread, null);
        return thread;
      } catch (ReflectiveOperationException e) {
        throw JdkInternals.unexpected(e);
      }
    }
  }
}
