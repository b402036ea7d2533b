package dev.durable.control;

import java.lang.management.ManagementFactory;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * Registers the MBean, once somebody else has made the platform's MBean server: who makes it first
 * decides on its builder and starts the JDK's logging, both of which application servers put in
 * place of the JDK's own at their start.
 */
public final class Management implements Runnable {
  private static final String NAME = "dev.durable:type=Durable";

  private final Control control;
  private final AtomicBoolean registered = new AtomicBoolean();

  public Management(Control control) {
    this.control = control;
  }

  /** Whether somebody has made an MBean server already. */
  public static boolean isInUse() {
    return !MBeanServerFactory.findMBeanServer(null).isEmpty();
  }

  /**
   * Registers the MBean, the first time that this is called: on a thread of its own, since the
   * caller is in the midst of the JDK's making the server.
   */
  @Override
  public void run() {
    if (registered.compareAndSet(false, true)) {
      AccessController.doPrivileged(
          new PrivilegedAction<Void>() {
            @Override
            public Void run() {
              start();
              return null;
            }
          });
    }
  }

  private void start() {
    Thread thread =
        new Thread("durable-management") {
          @Override
          public void run() {
            register();
          }
        };
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private void register() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new Durable(control), new ObjectName(NAME));
    } catch (JMException | RuntimeException | LinkageError e) {
      control.log().warn("management", NAME, "the MBean " + NAME + " can't be registered: " + e);
    }
  }
}
